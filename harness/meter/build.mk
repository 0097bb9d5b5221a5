# SPDX-License-Identifier: GPL-2.0-only
# The exit meter, a plugin for the outermost emulator, and its unit test.
# Included from the top: paths are the checkout's.

METER := build/harness/meter.so
RETRANSLATE := build/harness/retranslate.so
METER_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror

.PHONY: meter meter-tests
meter: $(METER) $(RETRANSLATE)

$(METER): harness/meter/meter.c harness/meter/window.c harness/meter/decode.c \
		$(wildcard harness/meter/*.h) guest/lib/hist.h guest/lib/mark.h hv-patches/include/vapic.h
	@mkdir -p $(@D)
	$(CC) $(METER_CFLAGS) -fPIC -shared -fvisibility=hidden -o $@ $(filter %.c,$^) -lpthread

$(RETRANSLATE): harness/meter/retranslate.c harness/meter/plugin-api.h
	@mkdir -p $(@D)
	$(CC) $(METER_CFLAGS) -fPIC -shared -fvisibility=hidden -o $@ $(filter %.c,$^)

meter-tests: build/tests/test-decode
build/tests/test-decode: harness/meter/tests/test-decode.c harness/meter/decode.c \
		harness/meter/decode.h guest/lib/mark.h hv-patches/include/vapic.h
	@mkdir -p $(@D)
	$(CC) $(METER_CFLAGS) -fsanitize=address,undefined -fno-sanitize-recover=all \
		$$(pkg-config --cflags glib-2.0) -o $@ $(filter %.c,$^) \
		$$(pkg-config --libs glib-2.0)
