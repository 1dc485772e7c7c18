// SPDX-License-Identifier: EPL-2.0
// Sparse matrix, rows compressed, times a vector of doubles.
#include "guest.h"

#define ROWS 1000
#define PER_ROW 10

static double value[ROWS * PER_ROW], x[ROWS], y[ROWS];
static u32 column[ROWS * PER_ROW], first[ROWS + 1];

u64 measured(u64 round)
{
    u64 seed = 99 + round;
    for (u32 r = 0; r < ROWS; r++) {
        first[r] = r * PER_ROW;
        x[r] = 1.0 / (double)(r + 1);
        for (u32 k = 0; k < PER_ROW; k++) {
            column[r * PER_ROW + k] = next_random(&seed) % ROWS;
            value[r * PER_ROW + k] = (double)(next_random(&seed) & 255);
        }
    }
    first[ROWS] = ROWS * PER_ROW;
    double norm = 0;
    for (int step = 0; step < 8; step++) {
        for (u32 r = 0; r < ROWS; r++) {
            double sum = 0;
            for (u32 k = first[r]; k < first[r + 1]; k++)
                sum += value[k] * x[column[k]];
            y[r] = sum;
        }
        norm = 0;
        for (u32 r = 0; r < ROWS; r++)
            norm += y[r];
        for (u32 r = 0; r < ROWS; r++)
            x[r] = y[r] / norm;
    }
    return (u64)(i64)(norm * 1000.0);
}
