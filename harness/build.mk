# SPDX-License-Identifier: GPL-2.0-only
# The host tool and its tests. Included from the top: paths are the checkout's.
#
#   ipibench            the tool, in the checkout's root
#   stage               the part of it that runs inside a KVM lab
#   harness-tests       test programs in build/tests/
#   harness-sanitized   the fuzz test under ASan and UBSan

HARNESS_PKGS := gio-unix-2.0 json-glib-1.0 zlib gsl libtracefs
# The tool is a part of an exact lab's machine: the same bytes in whatever folder.
HARNESS_CFLAGS = -std=gnu11 -O2 -g '-ffile-prefix-map=$(CURDIR)=.' -Wall -Wextra -Wno-unused-parameter \
	-Wno-missing-field-initializers -Werror \
	-Iharness -Ihv-patches/include \
	$(shell pkg-config --cflags $(HARNESS_PKGS))
HARNESS_LIBS = $(shell pkg-config --libs $(HARNESS_PKGS)) -lm
STAGE_LIBS = $(shell pkg-config --libs gio-unix-2.0 json-glib-1.0 zlib) -lm

harness_folders := base cases spec wire plan host engine bochs target import record result judge \
	compare report figures releases html export session cli
harness_sources := $(sort $(wildcard $(harness_folders:%=harness/%/*.c)))
harness_objects := $(harness_sources:harness/%.c=build/harness/%.o)
# Everything a test can need: all but the program's entry.
harness_parts := $(filter-out build/harness/cli/main.o,$(harness_objects))

ipibench: $(harness_objects)
	$(CC) $(LDFLAGS) -o $@ $^ $(HARNESS_LIBS)

# Everything as an archive, from which a program takes what it calls. The stage goes
# into the initramfs of every lab: it takes few sources, and so few libraries.
build/harness/parts.a: $(harness_parts)
	rm -f $@
	$(AR) rcs $@ $^

stage: build/harness/ipibench-stage
build/harness/ipibench-stage: build/harness/stage/stage.o build/harness/parts.a
	$(CC) $(LDFLAGS) -s -Wl,--as-needed -o $@ $^ $(STAGE_LIBS)

build/harness/%.o: harness/%.c harness/build.mk
	@mkdir -p $(@D)
	$(CC) $(HARNESS_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# A test lies in the folder of tests/ that is called as what it tests; its program in
# build/tests/, whatever the folder.
harness_test_sources := $(sort $(wildcard harness/tests/*/test-*.c))
harness_tests := $(patsubst %.c,build/tests/%,$(notdir $(harness_test_sources)))
vpath test-%.c $(sort $(dir $(harness_test_sources)))

harness-tests: $(harness_tests) build/tests/print-tables build/tests/reframe \
	build/tests/same-results

# The tables of the READMEs (guest/spec/README.md).
build/tests/print-tables: harness/tests/print-tables.c $(harness_parts)
	@mkdir -p $(@D) build/harness/tests
	$(CC) $(HARNESS_CFLAGS) $(CFLAGS) -MMD -MP -MF build/harness/tests/print-tables.d \
		-o $@ $< $(harness_parts) $(HARNESS_LIBS)

# What replay/*.t want besides.
build/tests/reframe build/tests/same-results: build/tests/%: harness/tests/replay/%.c \
		build/harness/parts.a
	@mkdir -p $(@D) build/harness/tests
	$(CC) $(HARNESS_CFLAGS) $(CFLAGS) -MMD -MP -MF build/harness/tests/$*.d \
		-o $@ $< build/harness/parts.a $(HARNESS_LIBS)

build/tests/test-%: test-%.c build/harness/parts.a
	@mkdir -p $(@D) build/harness/tests
	$(CC) $(HARNESS_CFLAGS) -Iguest $(CFLAGS) -MMD -MP \
		-MF build/harness/tests/$*.d -o $@ $< \
		build/harness/parts.a $(HARNESS_LIBS)

# The parsers of bytes from outside, instrumented.
sanitized_sources := $(addprefix harness/, \
	base/error.c base/histogram.c base/json.c base/members.c spec/classes.c spec/experiment-keys.c \
	spec/patterns.c spec/roles.c spec/status.c spec/target-names.c \
	wire/frame.c wire/protocol.c wire/protocol-row.c wire/relay.c \
	plan/experiment.c plan/subject.c result/partial.c result/result-read.c \
	result/result-fields.c result/codec.c result/codec-read.c result/counts.c)

harness-sanitized: build/tests/fuzz-parsers
build/tests/fuzz-parsers: harness/tests/fuzz-parsers.c $(sanitized_sources) \
		harness/tests/samples/sample.h $(wildcard $(harness_folders:%=harness/%/*.h) guest/spec/*)
	@mkdir -p $(@D)
	$(CC) $(HARNESS_CFLAGS) -fsanitize=address,undefined \
		-fno-sanitize-recover=all -o $@ $(filter %.c,$^) $(HARNESS_LIBS)

-include $(harness_objects:.o=.d) build/harness/stage/stage.d $(wildcard build/harness/tests/*.d)

.PHONY: stage harness-tests harness-sanitized
