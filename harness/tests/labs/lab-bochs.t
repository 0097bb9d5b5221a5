#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the exact labs need of Bochs, patch by patch (lab/bochs/patches): a program of our
# own (bochs-probe.asm) asks it, on 16 processors, twice. A test that names a patch fails
# without it. Seconds, and no hypervisor.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"

need bochs/build "the exact labs' emulator" || { done_testing; exit; }
here=$root/harness/tests/bochs
cd "$scratch" || exit 1
nasm -f bin -I "$here/" -o program "$here/bochs-probe.asm" 2> err; ok $? "the probe builds"
# 384 pages, in lines of 8 bytes. The image begins and ends in the midst of a block of
# memory, and the block after its first is not the next that is used.
seq 1000000 1196607 > image
awk 'NR % 512 == 1' image > pages

# probe NAME: what the probe says, in NAME; what the meter saw, in NAME.meter. The machine
# is set as harness/bochs/machine.c does it.
probe() {
	cat > rc <<-RC
	cpu: model=corei7_skylake_x, count=16:1:1, ips=100000000, quantum=16, reset_on_triple_fault=0
	memory: guest=512, host=512, block_size=1024
	clock: sync=none, time0=1700000000
	vga: realtime=0
	speaker: enabled=0
	display_library: nogui
	panic: action=fatal
	error: action=ignore
	info: action=ignore
	romimage: file="$made/BIOS"
	vgaromimage: file="$made/boot.rom"
	log: $1.log
	optramimage1: file="image", address=0x1080000
	optramimage2: file="program", address=0x1f000000
	com1: enabled=1, mode=file, dev=$1
	RC
	: > "$1"
	IPIBENCH_METER=$1.meter timeout 300 "$made/bochs" -q -f rc < /dev/null > /dev/null 2>&1
	grep -a PANIC "$1.log" > err
}
# The clock of a host on which much else happens, and who asks for it.
cat > clock.c <<'C'
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

int gettimeofday(struct timeval *now, void *zone)
{
	static long asked;
	int fd = open(getenv("ASKED"), O_WRONLY | O_APPEND);

	(void)zone;
	if (write(fd, "?", 1) != 1)
		_exit(1);
	close(fd);
	now->tv_sec = 1700000000 + 2 * ++asked;
	now->tv_usec = 0;
	return 0;
}
C
cc -shared -fPIC -O2 -Wall -Werror -o clock.so clock.c 2> err; ok $? "another clock builds"
# says LINE NAME: that is what the probe said
says() { grep -a "^${1%% *} " one > err; grep -aqx "$1 " one; ok $? "$2"; }

probe one
grep -q 'Shutdown port' one.log; ok $? "a machine with 16 processors runs to its end (0008)"
says 'processors 16' "all of them start"
says 'frequency 0 0 0 0 0 0' "CPUID names no frequency (0004)"
says 'byte 100' "a byte to a file takes a microsecond (0009)"
says 'waiting 2003' "2003 instructions are 2003 ticks beside processors that wait (0006)"
says 'short 2003' "and beside 15 that spin in short traces (0006)"
says 'long 2003' "and beside 15 that spin in long ones (0006)"
grep -ax '1......' one | cmp - pages > err 2>&1
ok $? "each page of an image is where it belongs (0005)"
says 'entry 0' "a descriptor may lie at 64 bytes of its page (0001)"
says 'held 0' "a notification is processed in a guest that was entered with IF 0 (0011)"
says 'masked 0' "no virtual interrupt where IF is 0, whatever notification comes (0010)"
says 'unmasked 1' "it is delivered where IF is 1"
says 'nothing 0' "a notification with nothing posted delivers nothing (0002)"
cat one.meter > err
grep -q '"hypercall":{"n":1,"samples":1,"min":5,"p50":5,' one.meter
ok $? "the meter sees no-ops and VM entries: a window, a path of 5 instructions (0007)"

sleep 1 # another second must not be other numbers
: > asked
export LD_PRELOAD="$scratch/clock.so" ASKED="$scratch/asked"
probe again
unset LD_PRELOAD
[ "$(wc -c < asked)" = 1 ]; ok $? "this host's clock is asked before the machine runs, and then no more (0012)"
grep -a '^rdrand ' one > one.rdrand
grep -a '^rdrand ' again | cmp one.rdrand - > err 2>&1 && [ -s one.rdrand ]
ok $? "RDRAND gives the same in two runs (0003)"
cmp one again > err 2>&1 && cmp one.meter again.meter > err 2>&1; ok $? "and so does all else"
done_testing
