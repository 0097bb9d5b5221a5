# SPDX-License-Identifier: GPL-2.0-only
# Debian 12's packages and sources on any Debian; common.sh sources this.
#
# The hypervisors under test are Debian 12's whatever release the machine runs,
# so they come through an apt with lists of its own. It asks the machine's own
# mirrors, for the suite bookworm where they are set up for another one, and
# the machine's proxy and passwords hold for it too. The system's lists, sources
# and what is installed play no part, so no root is needed.

debian12=$cache/debian12

# debian_sources SUITE TYPE...: the machine's mirrors as lines for that suite, a line
# for each TYPE (deb, deb-src). apt itself is asked, so the form of its sources (one
# line each, or deb822) does not matter; it names what it would fetch:
# 'http://HOST/debian/dists/trixie/InRelease' ... Sources that are not Debian's,
# or that have no name of a suite we know, are left alone.
debian_sources() {
	_release=$1
	shift
	_key=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -e $_key ] && _key=" [signed-by=$_key]" || _key=
	apt-get update --print-uris | sed -n \
		-e "s,^'\([^']*\)/dists/\([^/']*\)/InRelease' .*,\1 \2,p" |
	while read -r _uri _suite; do
		case $_suite in
		*-security) _wanted=$_release-security ;;
		*-updates) _wanted=$_release-updates ;;
		*) _wanted=$_release ;;
		esac
		case ${_suite%-*} in
		bookworm | trixie | forky | sid | stable | oldstable | oldoldstable | testing | unstable)
			case ${_uri%/} in */debian | */debian-security | */debian/* | */debian-security/*)
				for _type; do echo "$_type$_key $_uri $_wanted main"; done ;;
			esac ;;
		esac
	done | sort -u
}

# debian12 apt-get|apt-cache ARGUMENT...
debian12() {
	_tool=$1
	shift
	"$_tool" -q -o Dir::Etc::sourcelist="$debian12/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferences=/dev/null \
		-o Dir::Etc::preferencesparts=/dev/null -o Dir::State::lists="$debian12/lists" \
		-o Dir::State::status="$debian12/status" -o Dir::Cache="$debian12/cache" \
		-o Acquire::Languages=none -o APT::Sandbox::User=root "$@"
}

# Called before apt is asked for anything; an index of this hour is new enough.
# With no network, what was fetched before will do.
debian12_update() {
	[ -z "$(find "$debian12/updated" -mmin -60 2>/dev/null)" ] || return 0
	mkdir -p "$debian12/lists/partial" "$debian12/cache/archives/partial"
	: > "$debian12/status"
	debian_sources bookworm deb deb-src > "$debian12/sources.new"
	[ ! -s "$debian12/sources.new" ] || mv "$debian12/sources.new" "$debian12/sources.list"
	[ -s "$debian12/sources.list" ] || {
		say "apt knows no mirror of Debian's to ask for Debian 12 (bookworm)"; return 0; }
	if debian12 apt-get update >&2; then
		touch "$debian12/updated"
	else
		say "apt could not fetch all of Debian 12's lists"
	fi
}

# versions PACKAGE [PREFERRED]: versions to try, the one last tested first. A
# source package has its own.
versions() {
	debian12_update
	{
		[ -z "${2-}" ] || echo "$2"
		debian12 apt-cache madison "$1" 2>/dev/null | cut -d'|' -f2 | tr -d ' '
	} | awk 'NF && !seen[$0]++'
}

# fetch_deb PACKAGE VERSION: the .deb in the cache, downloaded on first use.
# An empty version means whatever apt thinks best.
fetch_deb() {
	mkdir -p "$cache/debs"
	_have=$(ls "$cache/debs/$1_$(echo "$2" | sed 's/:/%3a/')"_*.deb 2>/dev/null | head -1)
	[ -n "$_have" ] && { echo "$_have"; return 0; }
	debian12_update
	_tmp=$(mktemp -d "$cache/debs/tmp.XXXXXX")
	( cd "$_tmp" && debian12 apt-get download "$1${2:+=$2}" ) >&2 || { rm -rf "$_tmp"; return 1; }
	mv "$_tmp"/*.deb "$cache/debs/"; rm -rf "$_tmp"
	ls "$cache/debs/$1_$(echo "${2:-*}" | sed 's/:/%3a/')"_*.deb 2>/dev/null | head -1
}
