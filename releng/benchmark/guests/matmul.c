// SPDX-License-Identifier: EPL-2.0
// Product of two matrices of 32-bit integers.
#include "guest.h"

#define N 64

static int a[N][N], b[N][N], c[N][N];

u64 measured(u64 round)
{
    u64 seed = 0x1234567 + round;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = next_random(&seed) & 1023;
            b[i][j] = next_random(&seed) & 1023;
        }
    u64 sum = 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            int dot = 0;
            for (int k = 0; k < N; k++)
                dot += a[i][k] * b[k][j];
            c[i][j] = dot;
            sum += dot;
        }
    return mix(sum, c[round % N][7]);
}
