#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the CI of others reads: `verify` and `compare` as JUnit's XML and as TAP, held
# against a schema and read by perl's own TAP parser. tests/cases/test-cases.c has the
# bytes.
. "$(dirname "$0")/lib.sh"
samples=$(dirname "$0")/samples
dir=$scratch/r
xml=$scratch/x.xml
mkdir "$dir"
"$samples/sample-results" > "$scratch/lines"

# valid: the file is what readers count on, and says as many as it has
valid() {
	xmllint --noout --schema "$samples/junit.xsd" "$xml" > "$scratch/err" 2>&1 &&
		[ "$(x 'count(//testcase) = //testsuite/@tests and count(//failure) = //testsuite/@failures and count(//skipped) = //testsuite/@skipped')" = true ]
}
x() { xmllint --xpath "$1" "$xml" 2> "$scratch/err"; }
# tap: what perl's parser says of $scratch/out: "passed failed skipped", or its complaint;
# and in $scratch/yaml the YAML of the last that failed
tap() {
	perl -MTAP::Parser -e '
		my ($last, %n) = "";
		open my $file, "<", $ARGV[0] or die;
		my $parser = TAP::Parser->new({ tap => join "", <$file> });
		while (my $one = $parser->next) {
			$last = $one->data if $one->is_yaml;
		}
		print join("; ", $parser->parse_errors), "\n" and exit if $parser->parse_errors;
		die "no plan" unless $parser->tests_planned == $parser->tests_run;
		print scalar($parser->passed) - scalar($parser->skipped), " ",
			scalar($parser->failed), " ", scalar($parser->skipped), "\n";
		open my $yaml, ">", $ARGV[1] or die;
		print $yaml "$last->{type}\n$last->{message}\n", map { "$_\n" } @{$last->{more}} if $last;
	' "$scratch/out" "$scratch/yaml" 2>&1
}

# 34 rows: one unsupported; one of them is made to differ, one to be lost.
evil=']]><\/failure><failure type=\\"yaml\\">\&#1; \\u0001\\u001b[31m \\u2028\\uffff # SKIP \x27 \\"\\nok 9 - forged\\n1..0'
sed -e '2s/"apic_write_icr":100,"total":100/"apic_write_icr":101,"total":101/g' \
	-e "4s/\"status\":\"ok\",\"reason\":null/\"status\":\"lost\",\"code\":\"no-ack\",\"reason\":\"$evil\"/" \
	"$scratch/lines" > "$dir/results.jsonl"
exits 1 verify --junit "$xml" "$dir"; ok $? "verify --junit falls short as without"
exits 1 verify "$dir" && cp "$scratch/out" "$scratch/text" && exits 1 verify --junit "$xml" "$dir" && cmp -s "$scratch/text" "$scratch/out"
ok $? "and prints the same"
valid; ok $? "the file is valid"
[ "$(x 'concat(//testsuite/@tests, " ", //testsuite/@failures, " ", //testsuite/@skipped)')" = "34 2 1" ]
ok $? "34 cases, 2 failed, 1 skipped"
[ "$(x 'string(//testcase[@classname="lab-kvm-svm"][2]/@name)')" = "lab-kvm-svm vapic-mmio unicast vcpus=2 wait=spin dest=auto pass=both boot=1" ]
ok $? "a case is called as its row, its class is the target"
[ "$(x 'string(//testcase[2]/failure/@type)')" = counts ] &&
	x 'string(//testcase[2]/failure/@message)' | grep -q '^sender apic_write_icr: 101, expected 100 ' &&
	x 'string(//testcase[2]/failure)' | grep -q "results.jsonl:2$"
ok $? "counts that differ: which, and of which line"
[ "$(x 'string(//testcase[4]/failure/@type)')" = status ] && x 'string(//testcase[4]/failure)' > "$scratch/said" &&
	grep -q '^status lost (no-ack): \]\]></failure><failure type="yaml">&#1; ' "$scratch/said" && grep -qx 'ok 9 - forged' "$scratch/said"
ok $? "a hostile reason is text"
[ "$(x 'string(//skipped/@message)')" = 'unsupported: the hypervisor is <not> Xen & "so"' ]; ok $? "unsupported: skipped, with the reason"
x 'string(//system-out)' | grep -q '^34 rows: 31 as expected'; ok $? "the sum is there"

exits 1 verify --tap "$dir"; ok $? "verify --tap"
[ "$(tap)" = "31 2 1" ] && grep -qx 'status' "$scratch/yaml" && grep -qx 'ok 9 - forged' "$scratch/yaml"
ok $? "TAP: as many; the plan holds; YAML has type and lines"
grep -q "^ok 34 - lab-kvm-svm xen-evtchn .* # SKIP unsupported: " "$scratch/out" && [ "$(sed -n 2p "$scratch/out")" = 1..34 ]
ok $? "TAP: a skip has its reason"
exits 1 verify --tap --junit "$xml" "$dir" && [ "$(head -1 "$scratch/out")" = "TAP version 13" ] && valid; ok $? "both at once"

cp "$scratch/lines" "$dir/results.jsonl"
exits 0 verify --tap --junit "$xml" "$dir" && valid && [ "$(tap)" = "33 0 1" ]; ok $? "all as expected: 0"
cat "$scratch/lines" >> "$dir/results.jsonl"
exits 0 verify --junit "$xml" "$dir" && valid && [ "$(x 'count(//testcase[contains(@name, "boot=2 (2)")])')" -eq 6 ]
ok $? "rows of one name have one each"
cp "$scratch/lines" "$dir/results.jsonl"
printf 'boot no-such-boot 1\n' > "$dir/partial"
exits 1 verify --tap --junit "$xml" "$dir" && valid && [ "$(x 'string(//failure/@type)')" = partial ] && [ "$(tap)" = "33 1 1" ]
ok $? "a partial result: rows that are not there are a failure, too"
rm "$dir/partial"
: > "$scratch/file"
exits 1 verify --junit "$scratch/file/x.xml" "$dir" && grep -q "$scratch/file/x.xml" "$scratch/err"; ok $? "a file that cannot be written: 1, and named"
echo before > "$xml"
exits 2 verify --junit "$xml" /nowhere && [ "$(cat "$xml")" = before ]; ok $? "no result: the file stays as it was"
if [ -e /dev/full ]; then
	status=0
	"$tool" verify --tap "$dir" > /dev/full 2> "$scratch/err" || status=$?
	[ "$status" -eq 3 ] && grep -q "cannot be written" "$scratch/err"; ok $? "nowhere to print to: 3"
fi

# compared STATUS ARGUMENT...: BASE against NEW, and the XML fails where the command does
compared() {
	want=$1
	shift
	exits "$want" compare --junit "$xml" "$@" "$dir" "$scratch/n" && valid &&
		[ "$(x 'number(//testsuite/@failures) > 0')" = "$([ "$want" = 1 ] && echo true || echo false)" ]
}
new() { # SED: NEW is BASE with this change
	rm -rf "$scratch/n"
	mkdir "$scratch/n"
	sed "$1" "$scratch/lines" > "$scratch/n/results.jsonl"
}
new ''
compared 0 && [ "$(x 'number(//testsuite/@tests) > 34 and //testsuite/@skipped = 0')" = true ]; ok $? "compare, the same: no failure"
exits 0 compare --tap "$dir" "$scratch/n" && tap | grep -qx '[0-9]* 0 0'; ok $? "as TAP"
new '5s/"apic_read_icr":[0-9]*/"apic_read_icr":101/g'
compared 1 && [ "$(x 'string(//failure/@type)')" = worse-exits ] &&
	[ "$(x 'string(//testcase[failure]/@name)')" = "lab-kvm-svm xapic multicast vcpus=8 wait=spin dest=auto pass=both k=1: exits: sender apic_read_icr" ] &&
	x 'string(//failure/@message)' | grep -q '^worse: 1 -> 1.01 exits an IPI'
ok $? "a regression: a failure with figures"
exits 1 compare --tap "$dir" "$scratch/n" && tap | grep -qx '[0-9]* 1 0' && grep -qx worse-exits "$scratch/yaml"; ok $? "as TAP"
new '5s/"apic_read_icr":[0-9]*/"apic_read_icr":99/g'
compared 0; ok $? "better is no failure"
compared 1 --strict && [ "$(x 'string(//failure/@type)')" = better-exits ]; ok $? "but with --strict"
new '5d'
compared 0 && [ "$(x 'string(//skipped/@message)')" = "only in BASE" ]; ok $? "a row that is missing is skipped"
compared 1 --strict && [ "$(x 'string(//failure/@type)')" = missing ]; ok $? "and a failure with --strict"
new 's/"regime":"none"/"regime":"apicv"/'
echo before > "$xml"
exits 2 compare --junit "$xml" "$dir" "$scratch/n" && [ "$(cat "$xml")" = before ]; ok $? "refused: no file"
exits 2 compare --tap --json "$dir" "$dir" && grep -q -- '--tap' "$scratch/err"; ok $? "two forms at once"
done_testing
