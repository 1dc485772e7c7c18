// SPDX-License-Identifier: EPL-2.0
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long i64;

// How often the measured part runs: the runner compiles a program twice, and what both have in common cancels out.
#ifndef REPEAT
#define REPEAT 1
#endif

// One repetition; whatever it computes flows into the result, so that nothing is optimized away.
u64 measured(u64 round);

static inline u64 next_random(u64 *state)
{
    u64 x = *state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

static inline u64 mix(u64 hash, u64 value)
{
    return (hash ^ value) * 0x9e3779b97f4a7c15ul + (hash >> 29);
}
