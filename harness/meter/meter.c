/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exit meter: a QEMU TCG plugin that counts VM entries and exits of
 * whatever hypervisor runs on the emulated processor, and the instructions
 * that it executes between an exit and the next entry. It asks the hypervisor
 * nothing and changes nothing.
 *
 *   qemu-system-x86_64 ... -plugin build/harness/meter.so,out=FILE -d plugin
 *
 * How it sees an entry: the instruction VMRUN is executed. How it sees an
 * exit: the same processor goes on at the instruction behind that VMRUN
 * (AMD APM vol. 2, 15.5.1: execution resumes there). What caused it: the last
 * instruction that the guest began and did not finish, see decode.h; when
 * there is none, nothing of the guest's caused it (`async`).
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "plugin-api.h"
#include "window.h"

/* One processor of the first level; only its own thread touches it. */
struct vcpu {
	bool in_guest;
	enum meter_kind last;   /* why an exit now would be */
	uint64_t insns;         /* executed since the last exit */
	uint64_t exits, entries;

	enum meter_kind exit_kind; /* of the exit being handled ... */
	uint64_t exit_window;      /* ... and the window it fell into */

	struct meter_mark mark;
} __attribute__((aligned(64)));

static struct vcpu vcpu[METER_MAX_VCPUS];

/* Where execution goes on after a VM exit: one address for each VMRUN in the
 * hypervisor's code, of which KVM and Xen have one or two. */
#define MAX_RESUME 16
static uint64_t resume[MAX_RESUME];
static unsigned resumes;
static pthread_mutex_t address_lock = PTHREAD_MUTEX_INITIALIZER;

static void add_resume(uint64_t vaddr)
{
	unsigned i;

	pthread_mutex_lock(&address_lock);
	for (i = 0; i < resumes && resume[i] != vaddr; i++)
		;
	if (i == resumes && resumes < MAX_RESUME)
		resume[resumes++] = vaddr;
	pthread_mutex_unlock(&address_lock);
}

static bool is_resume(uint64_t vaddr)
{
	unsigned i;

	pthread_mutex_lock(&address_lock);
	for (i = 0; i < resumes && resume[i] != vaddr; i++)
		;
	bool found = i < resumes;
	pthread_mutex_unlock(&address_lock);
	return found;
}

/* Which MSR a WRMSR of the guest's writes is known where ECX was loaded in the same block.
 * After an exit a block begins at the WRMSR itself, and it is the MSR it was before. */
#define MAX_WRMSR 64
static struct {
	uint64_t vaddr;
	enum meter_kind kind;
} wrmsr[MAX_WRMSR];
static unsigned wrmsrs;

static enum meter_kind kind_of_wrmsr_at(uint64_t vaddr, enum meter_kind kind)
{
	unsigned i;

	pthread_mutex_lock(&address_lock);
	for (i = 0; i < wrmsrs && wrmsr[i].vaddr != vaddr; i++)
		;
	/* Hypervisors have many for MSRs that are counted together, and guests few for those
	 * that are not: these have the room. */
	if (kind != KIND_msr_unknown && (i < wrmsrs || (kind != KIND_msr_other && i < MAX_WRMSR))) {
		wrmsr[i].vaddr = vaddr;
		wrmsr[i].kind = kind;
		wrmsrs += i == wrmsrs;
	}
	if (i < wrmsrs)
		kind = wrmsr[i].kind;
	pthread_mutex_unlock(&address_lock);
	return kind;
}

static bool is_wrmsr(const uint8_t *bytes, size_t size)
{
	return size == 2 && bytes[0] == 0x0f && bytes[1] == 0x30;
}

/* A block begins. Inside the guest that also means that whatever could have
 * exited before has been finished. */
static void on_block(unsigned i, void *n_insns)
{
	struct vcpu *v = &vcpu[i];

	if (v->in_guest)
		v->last = KIND_async;
	else
		v->insns += (uintptr_t)n_insns;
}

/* The block behind a VMRUN begins: if the guest was running, it has exited. */
static void on_resume(unsigned i, void *n_insns)
{
	struct vcpu *v = &vcpu[i];

	if (v->in_guest) {
		v->in_guest = false;
		v->exits++;
		v->insns = 0;
		v->exit_kind = v->last;
		v->exit_window = window_exit(i, v->last);
	}
	v->insns += (uintptr_t)n_insns;
}

static void on_vmrun(unsigned i, void *data)
{
	struct vcpu *v = &vcpu[i];

	(void)data;
	if (v->exit_window)
		window_entry(i, v->exit_window, v->exit_kind, v->insns);
	v->exit_window = 0;
	v->entries++;
	v->last = KIND_async;
	v->in_guest = true;
}

static void on_may_exit(unsigned i, void *kind)
{
	if (vcpu[i].in_guest)
		vcpu[i].last = (enum meter_kind)(uintptr_t)kind;
}

static void on_mark(unsigned i, void *mark)
{
	window_mark(&vcpu[i].mark, (uint32_t)(uintptr_t)mark);
}

static void on_mark_load(unsigned i, qemu_plugin_meminfo_t info, uint64_t vaddr, void *data)
{
	(void)info;
	(void)data;
	if (vcpu[i].mark.what)
		window_mark_load(&vcpu[i].mark, i, vaddr);
}

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);
	uint64_t ecx = DECODE_ECX_UNKNOWN;

	(void)id;
	for (size_t k = 0; k < n; k++) {
		struct qemu_plugin_insn *q = qemu_plugin_tb_get_insn(tb, k);
		size_t size = qemu_plugin_insn_size(q);
		uint8_t copy[16]; /* an instruction has 15 bytes at most */
		const void *bytes = plugin_insn_data(q, copy, sizeof(copy));
		struct insn insn = decode(bytes, size, &ecx);

		if (is_wrmsr(bytes, size))
			insn.kind = kind_of_wrmsr_at(qemu_plugin_insn_vaddr(q), insn.kind);
		if (k == 0)
			qemu_plugin_register_vcpu_tb_exec_cb(
				tb, is_resume(qemu_plugin_insn_vaddr(q)) ? on_resume : on_block,
				PLUGIN_CB_NO_REGS, (void *)n);
		switch (insn.role) {
		case INSN_PLAIN:
			break;
		case INSN_MAY_EXIT:
			qemu_plugin_register_vcpu_insn_exec_cb(q, on_may_exit, PLUGIN_CB_NO_REGS,
							       (void *)(uintptr_t)insn.kind);
			break;
		case INSN_VMRUN:
			add_resume(qemu_plugin_insn_vaddr(q) + size);
			qemu_plugin_register_vcpu_insn_exec_cb(q, on_vmrun, PLUGIN_CB_NO_REGS,
							       NULL);
			break;
		case INSN_MARK:
			qemu_plugin_register_vcpu_insn_exec_cb(q, on_mark, PLUGIN_CB_NO_REGS,
							       (void *)(uintptr_t)insn.mark);
			break;
		case INSN_MARK_LOAD:
			qemu_plugin_register_vcpu_mem_cb(q, on_mark_load, PLUGIN_CB_NO_REGS,
							 PLUGIN_MEM_RW, NULL);
			break;
		}
	}
}

static void on_end(qemu_plugin_id_t id, void *data)
{
	uint64_t entries = 0, exits = 0;

	(void)id;
	(void)data;
	for (int i = 0; i < METER_MAX_VCPUS; i++) {
		entries += vcpu[i].entries;
		exits += vcpu[i].exits;
	}
	window_close_output(entries, exits);
}

PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc,
				      char **argv)
{
	const char *path = NULL;

	for (int i = 0; i < argc; i++)
		if (strncmp(argv[i], "out=", 4) == 0)
			path = argv[i] + 4;
	if (!path || !info->system_emulation || strcmp(info->target_name, "x86_64") != 0) {
		fprintf(stderr, "meter: needs out=FILE and qemu-system-x86_64\n");
		return 1;
	}
	if (!window_open_output(path, info->system.max_vcpus))
		return 1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
	qemu_plugin_register_atexit_cb(id, on_end, NULL);
	return 0;
}
