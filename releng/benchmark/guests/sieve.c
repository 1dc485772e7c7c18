// SPDX-License-Identifier: EPL-2.0
// Sieve of Eratosthenes over a table of bytes.
#include "guest.h"

#define LIMIT 200000

static u8 composite[LIMIT];

u64 measured(u64 round)
{
    for (u32 i = 0; i < LIMIT; i++)
        composite[i] = 0;
    u64 count = round & 1;
    for (u32 i = 2; i < LIMIT; i++) {
        if (composite[i])
            continue;
        count++;
        for (u64 j = (u64)i * i; j < LIMIT; j += i)
            composite[j] = 1;
    }
    return count;
}
