/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of QEMU's TCG plugin interface that the meter uses, for versions 1
 * (QEMU 7.2, Debian 12) and 4 (QEMU 10.0, Debian 13).
 *
 * Debian ships QEMU with plugins enabled and without the header that declares
 * them, so the few functions are declared here. Source of names and meaning:
 * QEMU's documentation, "QEMU TCG Plugins" (docs/devel/tcg-plugins.rst). Of
 * what the meter uses, one function differs: qemu_plugin_insn_data().
 */
#ifndef METER_PLUGIN_API_H
#define METER_PLUGIN_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLUGIN_EXPORT __attribute__((visibility("default")))
#define PLUGIN_API_OLD 1
#define PLUGIN_API_NEW 4

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;

/* What QEMU tells a plugin about itself. */
typedef struct {
	const char *target_name;
	struct {
		int min;
		int cur;
	} version;
	bool system_emulation;
	struct {
		int smp_vcpus;
		int max_vcpus;
	} system;
} qemu_info_t;

enum { PLUGIN_CB_NO_REGS = 0 }; /* the callback reads and writes no register */
/* Loads and stores. QEMU 7.2 never calls back for loads alone (value 1). */
enum { PLUGIN_MEM_RW = 3 };

struct qemu_plugin_tb;
struct qemu_plugin_insn;

typedef void (*plugin_tb_trans_cb)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*plugin_exec_cb)(unsigned vcpu, void *data);
typedef void (*plugin_mem_cb)(unsigned vcpu, qemu_plugin_meminfo_t info,
			      uint64_t vaddr, void *data);
typedef void (*plugin_exit_cb)(qemu_plugin_id_t id, void *data);
typedef void (*plugin_reset_cb)(qemu_plugin_id_t id);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, plugin_tb_trans_cb cb);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb, plugin_exec_cb cb,
					  int flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, plugin_exec_cb cb,
					    int flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn, plugin_mem_cb cb,
				      int flags, int rw, void *data);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, plugin_exit_cb cb, void *data);

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
void qemu_plugin_insn_data(void); /* plugin_insn_data() calls it by its version */
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
/* Where that instruction is in this process; NULL for what is not in memory. */
void *qemu_plugin_insn_haddr(const struct qemu_plugin_insn *insn);
void qemu_plugin_outs(const char *text);
/* Forgets every callback and every translation; then `cb`, which may register again. */
void qemu_plugin_reset(qemu_plugin_id_t id, plugin_reset_cb cb);

/* Only QEMUs of version 1 have it; asked for nothing else. */
int qemu_plugin_n_vcpus(void) __attribute__((weak));

static inline bool plugin_api_is_old(void)
{
	return qemu_plugin_n_vcpus != NULL;
}

/* QEMU reads it when the plugin has been loaded, and what follows has run. One file of a plugin
 * includes this one. */
PLUGIN_EXPORT int qemu_plugin_version = PLUGIN_API_NEW;

static void __attribute__((constructor)) choose_version(void)
{
	if (plugin_api_is_old())
		qemu_plugin_version = PLUGIN_API_OLD;
}

/* The bytes of an instruction: `insn`'s own, or copied to `copy`. */
static inline const void *plugin_insn_data(const struct qemu_plugin_insn *insn, void *copy,
					   size_t size)
{
	const void *(*old)(const struct qemu_plugin_insn *) =
		(const void *(*)(const struct qemu_plugin_insn *))qemu_plugin_insn_data;
	size_t (*new)(const struct qemu_plugin_insn *, void *, size_t) =
		(size_t (*)(const struct qemu_plugin_insn *, void *, size_t))qemu_plugin_insn_data;

	if (plugin_api_is_old())
		return old(insn);
	new(insn, copy, size);
	return copy;
}

#endif
