# SPDX-License-Identifier: GPL-2.0-only
# One Debian release's packages and sources on any Debian; common.sh sources this.
#
# What is under test comes from the release that $suite names, whatever release the
# machine runs, so it comes through an apt with lists of its own for each. It asks
# the machine's own mirrors, for that suite where they are set up for another one,
# and the machine's proxy and passwords hold for it too. The system's lists, sources
# and what is installed play no part, so no root is needed.

suite=bookworm # Debian 12; a lab.conf, and harness/lab/bochs/build, name another

debian_lists() { echo "$cache/debian-$suite"; }

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
		case $_suite,$_release in
		*-security,*-backports | *-updates,*-backports) continue ;;
		*-security,*) _wanted=$_release-security ;;
		*-updates,*) _wanted=$_release-updates ;;
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

# debian apt-get|apt-cache ARGUMENT...
debian() {
	_tool=$1 _lists=$(debian_lists)
	shift
	"$_tool" -q -o Dir::Etc::sourcelist="$_lists/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferences=/dev/null \
		-o Dir::Etc::preferencesparts=/dev/null -o Dir::State::lists="$_lists/lists" \
		-o Dir::State::status="$_lists/status" -o Dir::Cache="$_lists/cache" \
		-o Dir::Cache::pkgcache=pkgcache.bin -o Dir::Cache::srcpkgcache=srcpkgcache.bin \
		-o Acquire::Languages=none -o APT::Sandbox::User=root "$@"
}

# Called before apt is asked for anything; an index of this hour is new enough.
# With no network, what was fetched before will do.
debian_update() {
	_lists=$(debian_lists)
	[ -z "$(find "$_lists/updated" -mmin -60 2>/dev/null)" ] || return 0
	mkdir -p "$_lists/lists/partial" "$_lists/cache/archives/partial"
	: > "$_lists/status"
	debian_sources $suite deb deb-src > "$_lists/sources.new"
	[ ! -s "$_lists/sources.new" ] || mv "$_lists/sources.new" "$_lists/sources.list"
	[ -s "$_lists/sources.list" ] || {
		say "apt knows no mirror of Debian's to ask for $suite"; return 0; }
	if debian apt-get update >&2; then
		touch "$_lists/updated"
	else
		say "apt could not fetch all of $suite's lists"
	fi
}

# versions PACKAGE [PREFERRED]: versions to try, the one last tested first. A
# source package has its own.
versions() {
	debian_update
	{
		[ -z "${2-}" ] || echo "$2"
		debian apt-cache madison "$1" 2>/dev/null | cut -d'|' -f2 | tr -d ' '
	} | awk 'NF && !seen[$0]++'
}

# The releases whose packages can be asked for, the oldest first.
suites='bullseye bookworm bookworm-backports trixie trixie-backports'

# packages REGEX [SUITE]: a line for each package of that name, in all suites: version,
# package, suite.
packages() {
	for suite in ${2:-$suites}; do
		debian_update
		_names=$(debian apt-cache pkgnames 2>/dev/null | grep -xE "$1") || continue
		debian apt-cache madison $_names 2>/dev/null |
			awk -v s="$suite" -F'|' '/ Packages/ { gsub(/ /, ""); print $2, $1, s }'
	done
}

# of_version VERSION: of lines of packages(), those whose version is VERSION or begins with
# it, the newest first: 6.1 is 6.1.192-2 and not 6.12.
of_version() {
	awk -v v="$1" 'index($1, v) == 1 && substr($1, length(v) + 1) !~ /^[0-9a-z]/' | sort -Vr
}

# fetch_deb PACKAGE VERSION: the .deb in the cache, downloaded on first use.
# An empty version means whatever apt thinks best.
fetch_deb() {
	mkdir -p "$cache/debs"
	_have=$(ls "$cache/debs/$1_$(echo "$2" | sed 's/:/%3a/')"_*.deb 2>/dev/null | head -1)
	[ -n "$_have" ] && { echo "$_have"; return 0; }
	debian_update
	_tmp=$(mktemp -d "$cache/debs/tmp.XXXXXX")
	( cd "$_tmp" && debian apt-get download "$1${2:+=$2}" ) >&2 || { rm -rf "$_tmp"; return 1; }
	mv "$_tmp"/*.deb "$cache/debs/"; rm -rf "$_tmp"
	ls "$cache/debs/$1_$(echo "${2:-*}" | sed 's/:/%3a/')"_*.deb 2>/dev/null | head -1
}
