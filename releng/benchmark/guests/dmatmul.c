// SPDX-License-Identifier: EPL-2.0
// Product of two matrices of doubles.
#include "guest.h"

#define N 64

static double a[N][N], b[N][N], c[N][N];

u64 measured(u64 round)
{
    u64 seed = 0x7654321 + round;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = (double)(i64)(next_random(&seed) >> 40) / 1024.0;
            b[i][j] = (double)(i64)(next_random(&seed) >> 40) / 4096.0;
        }
    double trace = 0;
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            double dot = 0;
            for (int k = 0; k < N; k++)
                dot += a[i][k] * b[k][j];
            c[i][j] = dot;
        }
        trace += c[i][i];
    }
    return (u64)(i64)trace;
}
