# SPDX-License-Identifier: GPL-2.0-only
# Recordings (recordings/README.md) in the place of machines; source it after lib.sh.
recordings=$root/harness/tests/replay/recordings
play=$scratch/play

# play_qemu: from here on QEMU is one that plays what is in $play
play_qemu() {
	mkdir "$scratch/bin"
	cp "$root/harness/tests/replay/play-qemu" "$scratch/bin/qemu-system-x86_64"
	PATH=$scratch/bin:$PATH
	PLAY_QEMU=$play
	export PLAY_QEMU
}

# recorded TARGET: all that a recording has, to be played and to be broken, in $play
recorded() {
	rm -rf "$play"
	cp -R "$recordings/$1" "$play"
	! ls "$play"/*.gz > /dev/null 2>&1 || gzip -d "$play"/*.gz
	# What hangs does so for the seconds of a busy machine, not for those of a lab.
	sed -i 's/timeout=.*/timeout=20/' "$play/experiment.ini"
}

# checkout DIR: a checkout in which the labs' scripts say what they are told (lab_says),
# so that the tool runs a lab with no hypervisor built
checkout() {
	mkdir -p "$1/build/harness" "$1/build/guest" "$1/harness/lab"
	cp "$root/ipibench" "$1/"
	cp "$root/build/guest/ipibench.elf" "$1/build/guest/"
	for _f in meter.so ipibench-stage; do
		[ ! -e "$root/build/harness/$_f" ] || cp "$root/build/harness/$_f" "$1/build/harness/"
	done
}

# lab_says DIR SCRIPT PATH: what harness/lab/SCRIPT of it has made
lab_says() {
	mkdir -p "$1/harness/lab/${2%/*}"
	printf '#!/bin/sh\necho "%s"\n' "$3" > "$1/harness/lab/$2"
	chmod 755 "$1/harness/lab/$2"
}
