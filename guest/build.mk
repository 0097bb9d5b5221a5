# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the guest. Included by the top-level Makefile; alone:
#   make -f guest/build.mk guest iso guest-tests
#
# The same sources give the same bytes in any directory: no dates, no build
# id, no path, and a version that is written down and not asked from git.

IPIBENCH_VERSION ?= $(or $(VERSION),0.1)

GUEST_B := build/guest
GUEST_DIRS := lib cpu acpi boot xen hyperv kvm console power engine patterns methods rows
GUEST_C := $(sort guest/main.c $(wildcard $(GUEST_DIRS:%=guest/%/*.c)))
GUEST_ASM := $(sort $(wildcard guest/boot/*.asm))
GUEST_OBJ := $(GUEST_ASM:guest/%=$(GUEST_B)/%.o) $(GUEST_C:guest/%=$(GUEST_B)/%.o)
GUEST_CC ?= gcc
GUEST_LD ?= ld
GUEST_OBJCOPY ?= objcopy

GUEST_CFLAGS := -std=gnu11 -Os -g -ffreestanding -fno-pic -mcmodel=small \
	-mno-red-zone -mgeneral-regs-only -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fcf-protection=none \
	-fno-strict-aliasing -fno-tree-loop-distribute-patterns \
	-fno-tree-vectorize -fno-jump-tables -fno-common \
	-Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes \
	-Wframe-larger-than=1536 \
	'-ffile-prefix-map=$(CURDIR)=.' -DIPIBENCH_VERSION='"$(IPIBENCH_VERSION)"' \
	-Iguest -Ihv-patches/include

GUEST_LDFLAGS := -nostdlib -static --build-id=none -z max-page-size=4096 \
	-z noexecstack --no-warn-rwx-segments -T guest/link.ld

# Every use of a symbol that the linker places is a section-crossing relocation to
# NASM 2.16.03; -Wall makes that a warning. Those of 32 and 64 bits are how such
# code is written, and ld refuses an address that does not fit; those of 8 and 16
# would cut an address and stay errors. Debian 12's NASM does not know the names.
GUEST_NASMFLAGS := -f elf64 -Iguest/boot/ \
	-DIPIBENCH_VERSION='"$(IPIBENCH_VERSION)"' -Wall -Werror -Wno-unknown-warning \
	-Wno-reloc-abs-dword -Wno-reloc-abs-qword -Wno-reloc-rel-dword

.PHONY: guest iso guest-tests
guest: $(GUEST_B)/ipibench.elf
iso: $(GUEST_B)/ipibench.iso

$(GUEST_B)/%.c.o: guest/%.c guest/build.mk
	@mkdir -p $(@D)
	$(GUEST_CC) $(GUEST_CFLAGS) -MMD -MP -c -o $@ $<

$(GUEST_B)/%.asm.o: guest/%.asm guest/boot/longmode.inc guest/boot/early.inc \
		guest/build.mk
	@mkdir -p $(@D)
	nasm $(GUEST_NASMFLAGS) -o $@ $<

$(GUEST_B)/ipibench.debug.elf: $(GUEST_OBJ) guest/link.ld
	$(GUEST_LD) $(GUEST_LDFLAGS) -o $@ $(GUEST_OBJ)

$(GUEST_B)/ipibench.elf: $(GUEST_B)/ipibench.debug.elf
	$(GUEST_OBJCOPY) --strip-all $< $@

$(GUEST_B)/ipibench.iso: $(GUEST_B)/ipibench.elf guest/plan.txt guest/mkiso
	guest/mkiso guest/plan.txt $@ $(GUEST_B)/ipibench.elf

# The guest with something planted in the place of a function, for tests/planted.
GUEST_PLANTED := $(patsubst %,build/tests/ipibench-%.elf,$(basename \
	$(notdir $(wildcard guest/tests/plant/*))))

# Tests of the parts that are plain C, on the host.
GUEST_TESTS := build/tests/test-plan build/tests/test-hist build/tests/test-xen-ring
guest-tests: $(GUEST_TESTS) build/tests/ipibench-broken.elf $(GUEST_PLANTED)

# The guest with broken methods besides its own, for tests/broken.
GUEST_BROKEN := $(patsubst guest/%,$(GUEST_B)/%.o,$(wildcard guest/tests/methods/*.c))

build/tests/ipibench-broken.elf: $(GUEST_OBJ) $(GUEST_BROKEN) guest/link.ld
	@mkdir -p $(@D)
	$(GUEST_LD) $(GUEST_LDFLAGS) -o $@ $(GUEST_OBJ) $(GUEST_BROKEN)

# NAME.c or NAME.asm of tests/plant, and the functions it takes the place of.
plant_madt    := acpi_find
plant_late    := ap_main
plant_nmis    := apic_send
plant_drowsy  := halt_for_interrupt
plant_slow    := traps_load
plant_early32 := early_hello
plant_early64 := boot_main
plant_reset   := smp_start
plant_babble  := smp_wait_ready
define plant_rule
build/tests/ipibench-%.elf: $(GUEST_B)/tests/plant/%.$(1).o $(GUEST_OBJ) $(GUEST_BROKEN) guest/link.ld
	@mkdir -p $$(@D)
	$(GUEST_LD) $(GUEST_LDFLAGS) $$(plant_$$*:%=--wrap=%) -o $$@ $$(filter %.o,$$^)
endef
$(eval $(call plant_rule,c))
$(eval $(call plant_rule,asm))
.SECONDARY:

build/tests/test-%: guest/tests/test-%.c guest/rows/plan.c guest/rows/plan.h \
		$(wildcard guest/lib/*.h guest/spec/*) guest/console/xen_ring.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -g -Wall -Wextra -Werror -Iguest \
		$$(pkg-config --cflags glib-2.0) -o $@ $< \
		$(if $(findstring plan,$<),guest/rows/plan.c) \
		$$(pkg-config --libs glib-2.0)

-include $(GUEST_OBJ:.o=.d)
