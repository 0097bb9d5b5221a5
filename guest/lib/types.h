/* SPDX-License-Identifier: GPL-2.0-only */
/* Short names used everywhere. */
#ifndef IPIBENCH_TYPES_H
#define IPIBENCH_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define ALWAYS_INLINE inline __attribute__((always_inline))
/* A measured loop: it lies in its 32-byte blocks as it would alone, whatever stands
 * before it (tests/same-code). */
#define MEASURED __attribute__((noinline, aligned(32)))
#define COLD __attribute__((noinline, cold))
#define NORETURN __attribute__((noreturn))
#define PACKED __attribute__((packed))
#define ALIGNED(n) __attribute__((aligned(n)))
#define unlikely(x) __builtin_expect(!!(x), 0)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* GCC may call these for its own purposes too. lib.c has them. */
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
bool streq(const char *a, const char *b);

/* Loads and stores that other processors see. What was stored before a store() is
 * there for whoever load()s its value: on x86 that is a plain MOV, and the
 * compiler keeps the order. WRMSR to the x2APIC is another matter: apic_send(). */
#define load(p) __atomic_load_n(p, __ATOMIC_ACQUIRE)
#define store(p, v) __atomic_store_n(p, v, __ATOMIC_RELEASE)

#endif
