// SPDX-License-Identifier: EPL-2.0
// SHA-256 of a few KiB; the constants are worked out as FIPS 180-4 defines them: roots of primes, first bits of the fraction.
#include "guest.h"

static u32 constant[64], start[8];
static u8 message[4096];

// First 32 bits of the fraction of the k-th root of p, for k = 2 or 3.
static u32 fraction(u64 p, int k)
{
    unsigned __int128 low = 0, high = (unsigned __int128)1 << 36;
    // The largest x with x^k <= p * 2^(32k); for k = 3 that needs more than 128 bits, so compare in two steps.
    while (high - low > 1) {
        unsigned __int128 x = (low + high) / 2;
        unsigned __int128 square = x * x;
        int fits;
        if (k == 2) {
            fits = square <= (unsigned __int128)p << 64;
        } else {
            unsigned __int128 top = (square >> 32) * x;
            unsigned __int128 bottom = (square & 0xffffffff) * x;
            fits = top + (bottom >> 32) < (unsigned __int128)p << 64;
        }
        if (fits)
            low = x;
        else
            high = x;
    }
    return (u32)low;
}

static u32 turn(u32 x, int by)
{
    return x >> by | x << (32 - by);
}

static void prepare(void)
{
    int found = 0;
    for (u64 p = 2; found < 64; p++) {
        int prime = 1;
        for (u64 d = 2; d * d <= p; d++)
            if (p % d == 0)
                prime = 0;
        if (!prime)
            continue;
        if (found < 8)
            start[found] = fraction(p, 2);
        constant[found++] = fraction(p, 3);
    }
}

static void absorb(u32 *h, const u8 *block)
{
    u32 w[64];
    for (int i = 0; i < 16; i++)
        w[i] = (u32)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        u32 s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
        u32 s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    u32 v[8];
    for (int i = 0; i < 8; i++)
        v[i] = h[i];
    for (int i = 0; i < 64; i++) {
        u32 s1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25);
        u32 choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        u32 t1 = v[7] + s1 + choice + constant[i] + w[i];
        u32 s0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22);
        u32 majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        u32 t2 = s0 + majority;
        v[7] = v[6];
        v[6] = v[5];
        v[5] = v[4];
        v[4] = v[3] + t1;
        v[3] = v[2];
        v[2] = v[1];
        v[1] = v[0];
        v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++)
        h[i] += v[i];
}

u64 measured(u64 round)
{
    if (round == 0)
        prepare();
    u32 h[8];
    for (int i = 0; i < 8; i++)
        h[i] = start[i];
    for (u32 i = 0; i < sizeof message; i++)
        message[i] = i * 7 + round;
    for (u32 i = 0; i < sizeof message; i += 64)
        absorb(h, message + i);
    return (u64)h[0] << 32 | h[7];
}
