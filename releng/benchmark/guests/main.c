// SPDX-License-Identifier: EPL-2.0
#include "guest.h"

// The 16550 of every machine that takes part.
static void put(char c)
{
    volatile u8 *uart = (volatile u8 *)0x10000000;
    while (!(uart[5] & 0x20)) {
    }
    uart[0] = c;
}

int main(void)
{
    u64 result = 0;
    for (u64 round = 0; round < REPEAT; round++)
        result = mix(result, measured(round));
    for (int shift = 60; shift >= 0; shift -= 4)
        put("0123456789abcdef"[result >> shift & 15]);
    put('\n');
    return 0;
}

// What the compiler may call without being asked to.
void *memset(void *to, int value, u64 size)
{
    for (u8 *p = to; size > 0; size--)
        *p++ = value;
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, u64 size)
{
    u8 *p = to;
    for (const u8 *q = from; size > 0; size--)
        *p++ = *q++;
    return to;
}
