// SPDX-License-Identifier: EPL-2.0
// Median of three neighbours along a row, over and over.
#include "guest.h"

#define COUNT 4096

static int in[COUNT], out[COUNT];

u64 measured(u64 round)
{
    u64 seed = 3 + round;
    for (int i = 0; i < COUNT; i++)
        in[i] = next_random(&seed) & 0xffff;
    for (int pass = 0; pass < 8; pass++) {
        for (int i = 1; i < COUNT - 1; i++) {
            int a = in[i - 1], b = in[i], c = in[i + 1];
            if (a < b)
                out[i] = b < c ? b : a < c ? c : a;
            else
                out[i] = a < c ? a : b < c ? c : b;
        }
        for (int i = 1; i < COUNT - 1; i++)
            in[i] = out[i] ^ (pass & 1);
    }
    u64 hash = 0;
    for (int i = 0; i < COUNT; i += 32)
        hash = mix(hash, in[i]);
    return hash;
}
