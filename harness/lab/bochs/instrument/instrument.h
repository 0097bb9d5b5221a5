/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bochs' instrumentation interface, of which the exit meter needs four points:
 * VM exits, VM entries, no-ops, and memory accesses behind a no-op that is a
 * mark. Everything else is empty, so that it costs nothing.
 */
#if BX_INSTRUMENTATION

class bxInstruction_c;

extern unsigned meter_marking;	/* processors between a mark and its loads */

void meter_initialize(unsigned cpu);
void meter_exit(unsigned cpu);
void meter_vmexit(unsigned cpu, Bit32u reason, Bit64u qualification);
void meter_vmentry(unsigned cpu);
void meter_nop(unsigned cpu, bxInstruction_c *i);
void meter_access(unsigned cpu, bx_address lin, unsigned len, unsigned rw);

#define BX_INSTR_INITIALIZE(cpu_id) meter_initialize(cpu_id)
#define BX_INSTR_EXIT(cpu_id) meter_exit(cpu_id)
#define BX_INSTR_VMEXIT(cpu_id, reason, qualification) \
	meter_vmexit(cpu_id, reason, qualification)
#define BX_INSTR_VMENTRY(cpu_id) meter_vmentry(cpu_id)
#define BX_INSTR_NOP(cpu_id, i) meter_nop(cpu_id, i)
#define BX_INSTR_LIN_ACCESS(cpu_id, lin, phy, len, memtype, rw) \
	do { \
		if (meter_marking) \
			meter_access(cpu_id, lin, len, rw); \
	} while (0)

#else

#define BX_INSTR_INITIALIZE(cpu_id)
#define BX_INSTR_EXIT(cpu_id)
#define BX_INSTR_VMEXIT(cpu_id, reason, qualification)
#define BX_INSTR_VMENTRY(cpu_id)
#define BX_INSTR_NOP(cpu_id, i)
#define BX_INSTR_LIN_ACCESS(cpu_id, lin, phy, len, memtype, rw)

#endif

#define BX_INSTR_INIT_ENV()
#define BX_INSTR_EXIT_ENV()
#define BX_INSTR_RESET(cpu_id, type)
#define BX_INSTR_HLT(cpu_id)
#define BX_INSTR_MWAIT(cpu_id, addr, len, flags)
#define BX_INSTR_DEBUG_PROMPT()
#define BX_INSTR_DEBUG_CMD(cmd)
#define BX_INSTR_CNEAR_BRANCH_TAKEN(cpu_id, branch_eip, new_eip)
#define BX_INSTR_CNEAR_BRANCH_NOT_TAKEN(cpu_id, branch_eip)
#define BX_INSTR_UCNEAR_BRANCH(cpu_id, what, branch_eip, new_eip)
#define BX_INSTR_FAR_BRANCH(cpu_id, what, prev_cs, prev_eip, new_cs, new_eip)
#define BX_INSTR_OPCODE(cpu_id, i, opcode, len, is32, is64)
#define BX_INSTR_EXCEPTION(cpu_id, vector, error_code)
#define BX_INSTR_INTERRUPT(cpu_id, vector)
#define BX_INSTR_HWINTERRUPT(cpu_id, vector, cs, eip)
#define BX_INSTR_CLFLUSH(cpu_id, laddr, paddr)
#define BX_INSTR_CACHE_CNTRL(cpu_id, what)
#define BX_INSTR_TLB_CNTRL(cpu_id, what, new_cr3)
#define BX_INSTR_PREFETCH_HINT(cpu_id, what, seg, offset)
#define BX_INSTR_BEFORE_EXECUTION(cpu_id, i)
#define BX_INSTR_AFTER_EXECUTION(cpu_id, i)
#define BX_INSTR_REPEAT_ITERATION(cpu_id, i)
#define BX_INSTR_PHY_ACCESS(cpu_id, phy, len, memtype, rw)
#define BX_INSTR_INP(addr, len)
#define BX_INSTR_INP2(addr, len, val)
#define BX_INSTR_OUTP(addr, len, val)
#define BX_INSTR_WRMSR(cpu_id, addr, value)
