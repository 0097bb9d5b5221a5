# SPDX-License-Identifier: GPL-2.0-only
# The host tool and its tests. Included from the top: paths are the checkout's.
#
#   ipibench            the tool, in the checkout's root
#   harness-tests       test programs in build/tests/
#   harness-sanitized   the fuzz test under ASan and UBSan

HARNESS_PKGS := gio-unix-2.0 json-glib-1.0 inih zlib gsl libtracefs
HARNESS_CFLAGS = -std=gnu11 -O2 -g -Wall -Wextra -Wno-unused-parameter \
	-Wno-missing-field-initializers -Werror \
	-Iharness -Ihv-patches/include \
	$(shell pkg-config --cflags $(HARNESS_PKGS))
HARNESS_LIBS = $(shell pkg-config --libs $(HARNESS_PKGS)) -lm

harness_folders := base spec wire plan host engine target import record result judge \
	compare report figures html export cli
harness_sources := $(sort $(wildcard $(harness_folders:%=harness/%/*.c)))
harness_objects := $(harness_sources:harness/%.c=build/harness/%.o)
# Everything a test can need: all but the program's entry.
harness_parts := $(filter-out build/harness/cli/main.o,$(harness_objects))

ipibench: $(harness_objects)
	$(CC) $(LDFLAGS) -o $@ $^ $(HARNESS_LIBS)

build/harness/%.o: harness/%.c harness/build.mk
	@mkdir -p $(@D)
	$(CC) $(HARNESS_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# A test lies in the folder of tests/ that is called as what it tests; its program in
# build/tests/, whatever the folder.
harness_test_sources := $(sort $(wildcard harness/tests/*/test-*.c))
harness_tests := $(patsubst %.c,build/tests/%,$(notdir $(harness_test_sources)))
vpath test-%.c $(sort $(dir $(harness_test_sources)))

harness-tests: $(harness_tests)

build/tests/test-%: test-%.c $(harness_parts)
	@mkdir -p $(@D) build/harness/tests
	$(CC) $(HARNESS_CFLAGS) -Iguest $(CFLAGS) -MMD -MP \
		-MF build/harness/tests/$*.d -o $@ $< \
		$(harness_parts) $(HARNESS_LIBS)

# The parsers of bytes from outside, instrumented.
sanitized_sources := $(addprefix harness/, \
	base/error.c base/histogram.c spec/classes.c spec/experiment-keys.c \
	spec/roles.c spec/status.c spec/target-names.c \
	wire/frame.c wire/protocol.c wire/protocol-row.c wire/relay.c \
	plan/experiment.c result/partial.c result/result-read.c \
	result/result-read-exits.c result/result-json.c)

harness-sanitized: build/tests/fuzz-parsers
build/tests/fuzz-parsers: harness/tests/fuzz-parsers.c $(sanitized_sources) \
		harness/tests/sample.h $(wildcard $(harness_folders:%=harness/%/*.h))
	@mkdir -p $(@D)
	$(CC) $(HARNESS_CFLAGS) -fsanitize=address,undefined \
		-fno-sanitize-recover=all -o $@ $(filter %.c,$^) $(HARNESS_LIBS)

-include $(harness_objects:.o=.d) $(wildcard build/harness/tests/*.d)

.PHONY: harness-tests harness-sanitized
