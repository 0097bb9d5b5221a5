#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The workflows of ../ci-examples: they are YAML of the shape their CI reads, what they
# run is sh, every script of ours that they name is there, and every ./ipibench in them
# does what the example wants of it: `run` as a dry run, what comes after it on results
# that are made up, so that every file is made that the workflow hands on.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/replay/play.sh"
examples=$root/harness/ci-examples

# read_example FILE WHAT: of a workflow's YAML, as one a line: `scripts` (all that is run),
# `shape` (what is wrong with it), `files` (those it hands on, as of ipibench/)
read_example() {
	perl -MCPAN::Meta::YAML -e '
		my ($file, $what) = @ARGV;
		my $y = CPAN::Meta::YAML->read($file)->[0];
		my (@scripts, @wrong, @files);
		sub list { my $of = shift; ref $of ? @$of : split /\n/, $of // "" }
		if ($y->{jobs}) {	# GitHub
			push @wrong, "no event" unless $y->{on};
			for my $name (sort keys %{$y->{jobs}}) {
				my $job = $y->{jobs}{$name};
				push @wrong, "$name: no runs-on" unless $job->{"runs-on"};
				push @wrong, "$name: needs what is no job" if $job->{needs} && !$y->{jobs}{$job->{needs}};
				for my $step (@{$job->{steps}}) {
					push @wrong, "$name: a step is either run or uses" unless defined $step->{run} xor defined $step->{uses};
					push @scripts, $step->{run} if defined $step->{run};
					push @files, list($step->{with}{path}) if ($step->{uses} // "") =~ m,/upload-artifact@,;
				}
			}
		} else {
			for my $name (sort grep { ref $y->{$_} && $y->{$_}{script} } keys %$y) {
				my $job = $y->{$name};
				push @wrong, "$name: a script is a list" if grep { ref $_ ne "ARRAY" } @$job{qw(script before_script)};
				push @scripts, join "\n", map { list($_) } @$job{qw(before_script script)};
				push @files, list($job->{artifacts}{paths}), list($job->{artifacts}{reports}{junit});
			}
		}
		push @wrong, "nothing is run" unless @scripts;
		push @wrong, "nothing is handed on" unless @files;
		my %all = (scripts => \@scripts, shape => \@wrong, files => \@files);
		print map { "$_\n" } @{$all{$what}};
	' "$examples/$1" "$2" 2> "$scratch/err"
}

# A dry run asks whether there is a QEMU, and starts none.
play_qemu
# Results as `run` would leave them.
"$root/harness/tests/samples/sample-results" > "$scratch/lines"
# What stands for ./ipibench: writes down how it was called and ended.
cat > "$scratch/stand-in" <<END
#!/bin/sh
status=0 call="\$*"
if [ "\$1" = run ]; then
	"$tool" "\$@" --dry-run > "$scratch/said" 2> "$scratch/said.err" || status=\$?
	[ -s "$scratch/said" ] || [ "\$status" -ne 0 ] || status=9
	while [ "\$1" != --out ]; do shift; done
	mkdir -p "\$2" && cp "$scratch/lines" "\$2/results.jsonl"
else
	"$tool" "\$@" || status=\$?
fi
echo "\$status ipibench \$call" >> "$scratch/calls"
exit \$status
END
chmod +x "$scratch/stand-in"

[ "$(ls "$examples"/*.yml | wc -l)" -ge 2 ]; ok $? "there are examples"
for path in "$examples"/*.yml; do
	example=${path##*/}
	read_example "$example" shape > "$scratch/wrong" && cp "$scratch/wrong" "$scratch/err" && [ ! -s "$scratch/wrong" ]
	ok $? "$example: YAML, of its CI's shape"
	read_example "$example" scripts > "$scratch/script" && sh -n "$scratch/script" 2> "$scratch/err"
	ok $? "$example: what it runs is sh"
	grep -o 'ipibench/harness/[a-z0-9/.-]*' "$scratch/script" | sort -u > "$scratch/named"
	while read -r named; do
		[ -e "$root/${named#ipibench/}" ] || echo "$named: is not there"
	done < "$scratch/named" > "$scratch/err"
	[ -s "$scratch/named" ] && [ ! -s "$scratch/err" ]; ok $? "$example: every file of ours that it names is there"
	for group in $(sed -n 's,.*ipibench/harness/setup ,,p' "$scratch/script"); do
		grep -q "^${group}[[:space:]]" "$root/harness/packages" || echo "no group $group"
	done > "$scratch/err"
	[ ! -s "$scratch/err" ]; ok $? "$example: so is every group of packages"

	mkdir -p "$scratch/w/ipibench" "$scratch/w/base" "$scratch/w/pr"
	cp "$scratch/stand-in" "$scratch/w/ipibench/ipibench"
	: > "$scratch/calls"
	sed -n 's/^[[:space:]]*//; /^\.\/ipibench /p' "$scratch/script" > "$scratch/ours"
	(cd "$scratch/w/ipibench" && GITHUB_STEP_SUMMARY=$scratch/summary sh "$scratch/ours") > "$scratch/out" 2> "$scratch/err"
	[ "$(wc -l < "$scratch/calls")" -eq "$(wc -l < "$scratch/ours")" ] && ! grep -v '^0 ' "$scratch/calls" >> "$scratch/err"
	ok $? "$example: every ipibench in it is understood"
	for command in run verify compare export; do
		grep -q "^0 ipibench $command " "$scratch/calls" || echo "no $command"
	done > "$scratch/err"
	[ ! -s "$scratch/err" ]; ok $? "$example: run, verify, compare, export"
	read_example "$example" files > "$scratch/files"
	while read -r file; do
		[ -e "$scratch/w/$file" ] || echo "$file: nobody made it"
	done < "$scratch/files" > "$scratch/err"
	[ ! -s "$scratch/err" ]; ok $? "$example: every file that it hands on is made"
	rm -rf "$scratch/w"
done

# Would it see what it is there for?
sed 's/ verify --junit/ verify --junitt/' "$examples/gitlab.yml" > "$scratch/bent.yml"
examples=$scratch
read_example bent.yml scripts | sed -n 's/^\.\/ipibench verify \(.*\) ||.*/\1/p' > "$scratch/ours"
[ -s "$scratch/ours" ] && exits 2 verify $(cat "$scratch/ours"); ok $? "an option that is not there is found"
sed 's/runs-on:/runs_on:/' "$root/harness/ci-examples/github.yml" > "$scratch/bent.yml"
read_example bent.yml shape | grep -q 'no runs-on'; ok $? "so is a key"
done_testing
