// SPDX-License-Identifier: EPL-2.0
// Radix sort of 32-bit keys, a byte at a time.
#include "guest.h"

#define COUNT 16384

static u32 key[COUNT], other[COUNT];

u64 measured(u64 round)
{
    u64 seed = 7 + round;
    for (int i = 0; i < COUNT; i++)
        key[i] = next_random(&seed);
    u32 *from = key, *to = other;
    for (int shift = 0; shift < 32; shift += 8) {
        u32 place[256] = {0}, sum = 0;
        for (int i = 0; i < COUNT; i++)
            place[from[i] >> shift & 255]++;
        for (int i = 0; i < 256; i++) {
            u32 n = place[i];
            place[i] = sum;
            sum += n;
        }
        for (int i = 0; i < COUNT; i++)
            to[place[from[i] >> shift & 255]++] = from[i];
        u32 *t = from;
        from = to;
        to = t;
    }
    u64 hash = 0;
    for (int i = 0; i < COUNT; i += 64)
        hash = mix(hash, key[i]);
    return hash;
}
