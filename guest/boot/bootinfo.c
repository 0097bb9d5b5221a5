// SPDX-License-Identifier: GPL-2.0-only
#include "boot/bootinfo.h"

#define MB2_MAGIC 0x36d76289	/* Multiboot2 specification, 3.3 */
#define PVH_MAGIC 0x336ec578	/* Xen, public/arch-x86/hvm/start_info.h */

/* Without a memory map: a page no firmware is known to keep. */
#define LOW_PAGE_DEFAULT 0x8000u
#define LOW_PAGE_LAST    0x9e000u	/* below any EBDA */

/* Memory types are the same numbers in both protocols: 1 is RAM. */
static void offer_ram(struct bootinfo *out, u64 begin, u64 size)
{
	u64 end = begin + size;

	if (end > LOW_PAGE_LAST + 4096)
		end = LOW_PAGE_LAST + 4096;
	begin = (begin + 4095) & ~4095ull;
	end &= ~4095ull;
	if (begin < 4096)	/* real-mode vectors and BIOS data */
		begin = 4096;
	if (end > begin && end - 4096 > out->low_page)
		out->low_page = (u32)(end - 4096);
}

/* Multiboot2 specification, 3.6. */
enum { TAG_END, TAG_CMDLINE, TAG_MODULE = 3, TAG_MEMORY_MAP = 6,
       TAG_RSDP_OLD = 14, TAG_RSDP_NEW = 15 };

struct mb2_tag { u32 type, size; } PACKED;
struct mb2_module { struct mb2_tag tag; u32 begin, end; } PACKED;
struct mb2_map { struct mb2_tag tag; u32 entry_size, version; } PACKED;
struct mb2_map_entry { u64 address, size; u32 type, zero; } PACKED;

static void read_multiboot2(u64 info, struct bootinfo *out)
{
	const u8 *p = (const u8 *)info + 8;
	const char *cmdline = "";

	out->protocol = "multiboot2";
	for (;;) {
		const struct mb2_tag *tag = (const void *)p;

		switch (tag->type) {
		case TAG_END:
			if (!out->plan) {
				out->plan = cmdline;
				out->plan_bytes = strlen(cmdline);
			}
			return;
		case TAG_CMDLINE:
			cmdline = (const char *)(tag + 1);
			break;
		case TAG_MODULE: {
			const struct mb2_module *m = (const void *)tag;

			if (out->plan)
				break;
			out->plan = (const char *)(u64)m->begin;
			out->plan_bytes = m->end - m->begin;
			out->plan_is_module = true;
			break;
		}
		case TAG_MEMORY_MAP: {
			const struct mb2_map *map = (const void *)tag;
			const u8 *e = (const u8 *)(map + 1);

			for (; e + map->entry_size <= p + tag->size;
			     e += map->entry_size) {
				const struct mb2_map_entry *m = (const void *)e;

				if (m->type == 1)
					offer_ram(out, m->address, m->size);
			}
			break;
		}
		case TAG_RSDP_OLD:
		case TAG_RSDP_NEW:	/* the newer one comes last */
			out->rsdp = (u64)(tag + 1);
			break;
		}
		p += (tag->size + 7) & ~7u;
	}
}

/* Xen, public/arch-x86/hvm/start_info.h */
struct pvh_start_info {
	u32 magic, version, flags, nr_modules;
	u64 modlist, cmdline, rsdp;
	u64 memmap;			/* from version 1 on */
	u32 memmap_entries, reserved;
} PACKED;
struct pvh_module { u64 address, size, cmdline, reserved; } PACKED;
struct pvh_memory { u64 address, size; u32 type, reserved; } PACKED;
#define SIF_INITDOMAIN 2		/* public/xen.h */

static void read_pvh(u64 info, struct bootinfo *out)
{
	const struct pvh_start_info *s = (const void *)info;

	out->protocol = "pvh";
	out->rsdp = s->rsdp;
	out->xen_dom0 = s->flags & SIF_INITDOMAIN;
	if (s->nr_modules) {
		const struct pvh_module *m = (const void *)s->modlist;

		out->plan = (const char *)m->address;
		out->plan_bytes = m->size;
		out->plan_is_module = true;
	} else {
		out->plan = s->cmdline ? (const char *)s->cmdline : "";
		out->plan_bytes = strlen(out->plan);
	}
	if (s->version >= 1) {
		const struct pvh_memory *m = (const void *)s->memmap;

		for (u32 i = 0; i < s->memmap_entries; i++)
			if (m[i].type == 1)
				offer_ram(out, m[i].address, m[i].size);
	}
}

/* The part of a command line after the word "--", when there is one. */
static void cut_cmdline(struct bootinfo *out)
{
	const char *p = out->plan;

	if (out->plan_is_module)
		return;
	for (size_t i = 0; i + 1 < out->plan_bytes; i++)
		if (p[i] == '-' && p[i + 1] == '-'
		    && (i == 0 || p[i - 1] == ' ')
		    && (i + 2 == out->plan_bytes || p[i + 2] == ' ')) {
			out->plan = p + i + 2;
			out->plan_bytes -= i + 2;
			return;
		}
}

bool bootinfo_read(u32 magic, u64 info, struct bootinfo *out)
{
	/* PVH does not define EAX: what entry.asm put there has to be in the
	 * start info as well. */
	if (magic == MB2_MAGIC)
		read_multiboot2(info, out);
	else if (magic == PVH_MAGIC && *(const u32 *)info == PVH_MAGIC)
		read_pvh(info, out);
	else
		return false;
	if (!out->low_page)
		out->low_page = LOW_PAGE_DEFAULT;
	cut_cmdline(out);
	return true;
}
