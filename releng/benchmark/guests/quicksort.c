// SPDX-License-Identifier: EPL-2.0
// Quicksort of 64-bit keys, short runs by insertion.
#include "guest.h"

#define COUNT 8192

static i64 key[COUNT];

static void sort(i64 *low, i64 *high)
{
    while (high - low > 16) {
        i64 *middle = low + (high - low) / 2;
        i64 pivot = *middle;
        i64 *l = low, *h = high;
        do {
            while (*l < pivot)
                l++;
            while (*h > pivot)
                h--;
            if (l <= h) {
                i64 t = *l;
                *l++ = *h;
                *h-- = t;
            }
        } while (l <= h);
        if (h - low < high - l) {
            sort(low, h);
            low = l;
        } else {
            sort(l, high);
            high = h;
        }
    }
    for (i64 *p = low + 1; p <= high; p++) {
        i64 v = *p, *q = p;
        for (; q > low && q[-1] > v; q--)
            *q = q[-1];
        *q = v;
    }
}

u64 measured(u64 round)
{
    u64 seed = 42 + round;
    for (int i = 0; i < COUNT; i++)
        key[i] = next_random(&seed) >> 20;
    sort(key, key + COUNT - 1);
    u64 hash = 0;
    for (int i = 0; i < COUNT; i += 64)
        hash = mix(hash, key[i]);
    return hash;
}
