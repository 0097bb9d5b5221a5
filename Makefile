# SPDX-License-Identifier: GPL-2.0-only
# ipibench: README.md says what this is, harness/README.md how it is made.
#
#   make         the guest, its ISO and the host tool
#   make run     the headline experiment on every lab target
#   make test    every test
#   make clean   removes build/ and the tool, not the cache of hypervisors
#
# Each of them first installs, through apt, what harness/packages lists and is
# not there. Hypervisors are built once and kept under $IPIBENCH_CACHE
# (default: under $XDG_CACHE_HOME).

VERSION := 0.1
LATEST  := results/latest

.DELETE_ON_ERROR:
.PHONY: all build run hypervisors test tests clean

all:
	@harness/setup base guest iso tool
	@$(MAKE) --no-print-directory -s build

build: guest iso ipibench meter

include guest/build.mk
include harness/build.mk
include harness/meter/build.mk

run:
	@harness/setup base guest iso tool run linux xen plots
	@$(MAKE) --no-print-directory -s build
	@$(MAKE) --no-print-directory hypervisors
	@./ipibench run harness/experiments/headline.ini >/dev/null
	@./ipibench report --html $(LATEST)/report.html $(LATEST)
	@./ipibench verify $(LATEST)

# Minutes the first time, nothing after that.
hypervisors:
	@harness/lab/linux/build >/dev/null
	@harness/lab/linux/stock >/dev/null
	@harness/lab/xen/build >/dev/null
	@harness/lab/xen/stock >/dev/null

# Quick ones first, then those that boot machines, the labs last; prove's last
# line says how it went and its exit status is the verdict.
TESTS = $(GUEST_TESTS) $(harness_tests) build/tests/test-decode \
	build/tests/fuzz-parsers guest/tests/straight \
	hv-patches/kvm/tests/same-numbers.sh \
	$(filter-out $(lab_tests),$(sort $(wildcard harness/tests/*.t))) \
	guest/tests/same-code guest/tests/boot guest/tests/broken \
	$(lab_tests) hv-patches/xen/tests/vapic-pvh.t
lab_tests = $(sort $(wildcard harness/tests/lab-*.t))

# The hypervisors are built before, on no test's time. Whether one that is not
# there skips a test or fails it is the test's to say (harness/tests/lab.sh).
test:
	@harness/setup base guest iso tool run linux xen plots test host
	@$(MAKE) --no-print-directory build tests
	@for script in linux/build linux/stock xen/build xen/stock; do \
		harness/lab/$$script > /dev/null || \
			echo "make test: harness/lab/$$script made nothing"; \
	done
	@harness/host/kvm-modules build --lab > /dev/null || \
		echo "make test: harness/host/kvm-modules built nothing"
	prove --timer --exec '' $(TESTS)

tests: guest-tests harness-tests harness-sanitized meter-tests

clean:
	rm -rf build ipibench
