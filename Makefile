# SPDX-License-Identifier: GPL-2.0-only
# ipibench: README.md says what this is, harness/README.md how it is made.
#
#   make         the guest, its ISO and the host tool
#   make run     the headline experiment on every lab target
#   make check   every test that needs no emulator and no hypervisor: a minute
#   make test    every test
#   make coverage  how much of the tool `make check` runs: 80 % at least
#   make deps    installs what all of them need
#   make clean   removes build/ and the tool, not the cache of hypervisors
#
# Each of them first installs, through apt, what harness/packages lists for it
# and is not there, and says the command before; with nothing missing it needs
# no network. Hypervisors are built once and kept under $IPIBENCH_CACHE
# (default: under $XDG_CACHE_HOME).

VERSION := 0.1
LATEST  := results/latest

.DELETE_ON_ERROR:
.PHONY: all build run hypervisors deps check test tests coverage print-checks clean

build_groups := base guest iso tool
run_groups   := $(build_groups) run linux xen bochs plots
check_groups := $(build_groups) plots test
test_groups  := $(run_groups) test host

all:
	@harness/setup $(build_groups)
	@$(MAKE) --no-print-directory -s build

deps:
	@harness/setup $(test_groups)

build: guest iso ipibench stage meter

include guest/build.mk
include harness/build.mk
include harness/meter/build.mk

run:
	@harness/setup $(run_groups)
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
	@harness/lab/bochs/build >/dev/null

# What needs neither an emulator nor a hypervisor; the long ones first, so that
# two processors end together. A new .t file is taken for one that needs them.
CHECKS = build/tests/test-compare-rates build/tests/fuzz-parsers \
	$(addprefix harness/tests/,reproducible.t replay/replay.t \
		replay/xen-config.t report.t) guest/tests/same-code \
	$(filter-out build/tests/test-compare-rates,$(GUEST_TESTS) $(harness_tests)) \
	build/tests/test-decode guest/tests/straight \
	hv-patches/kvm/tests/same-numbers.sh hv-patches/tests/same-logic.sh \
	$(addprefix harness/tests/,replay/stage.t replay/import.t ci.t ci-examples.t cli.t compare.t \
		export.t history.t releases/releases.t layers.t house/shellcheck.t tables.t)

# Then those that boot machines, the labs last; prove's last line says how it
# went and its exit status is the verdict.
TESTS = $(CHECKS) \
	$(filter-out $(CHECKS) $(lab_tests),$(sort $(wildcard harness/tests/*.t harness/tests/*/*.t))) \
	guest/tests/boot guest/tests/broken guest/tests/planted \
	$(lab_tests) hv-patches/xen/tests/vapic-pvh.t
lab_tests = $(sort $(wildcard harness/tests/labs/lab-*.t))

check:
	@harness/setup $(check_groups)
	@$(MAKE) --no-print-directory -s -j$$(nproc) build tests
	prove --timer --jobs $$(nproc) --exec '' $(CHECKS)

# The hypervisors are built before, on no test's time. Whether one that is not
# there skips a test or fails it is the test's to say (harness/tests/labs/lab.sh).
test:
	@harness/setup $(test_groups)
	@$(MAKE) --no-print-directory build tests
	@for script in linux/build linux/stock xen/build xen/stock bochs/build; do \
		harness/lab/$$script > /dev/null || \
			echo "make test: harness/lab/$$script made nothing"; \
	done
	@harness/host/kvm-modules build --lab > /dev/null || \
		echo "make test: harness/host/kvm-modules built nothing"
	prove --timer --failures --comments --exec '' $(TESTS)

# In a copy of the checkout, instrumented.
coverage:
	@harness/setup $(check_groups)
	@harness/tests/coverage 80

# Those that run the tool or its parts.
harness_checks = $(filter $(harness_tests) harness/tests/%,$(filter-out %/reproducible.t %/layers.t,$(CHECKS)))
print-checks:
	@echo $(harness_checks)

tests: guest-tests harness-tests harness-sanitized meter-tests

clean:
	rm -rf build ipibench
