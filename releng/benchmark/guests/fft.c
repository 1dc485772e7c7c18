// SPDX-License-Identifier: EPL-2.0
// Fast Fourier transform of complex numbers, forth and back.
#include "guest.h"

#define LOG 10
#define N (1 << LOG)

static double re[N], im[N], rotation_re[N / 2], rotation_im[N / 2];

// Puts every number where its index leads with its bits in reverse.
static void reverse(void)
{
    for (u32 i = 0, j = 0; i < N; i++) {
        if (i < j) {
            double t = re[i];
            re[i] = re[j];
            re[j] = t;
            t = im[i];
            im[i] = im[j];
            im[j] = t;
        }
        u32 bit = N >> 1;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j |= bit;
    }
}

static void transform(int sign)
{
    reverse();
    for (u32 half = 1; half < N; half *= 2)
        for (u32 start = 0; start < N; start += 2 * half)
            for (u32 k = 0; k < half; k++) {
                double c = rotation_re[k * (N / 2 / half)], s = sign * rotation_im[k * (N / 2 / half)];
                u32 a = start + k, b = a + half;
                double x = re[b] * c - im[b] * s, y = re[b] * s + im[b] * c;
                re[b] = re[a] - x;
                im[b] = im[a] - y;
                re[a] += x;
                im[a] += y;
            }
}

u64 measured(u64 round)
{
    // Each rotation is the last one, rotated by a part of the circle.
    double c = 1, s = 0, part_c = 0.99998117528260111, part_s = 0.0061358846491544753;
    for (int k = 0; k < N / 2; k++) {
        rotation_re[k] = c;
        rotation_im[k] = -s;
        double t = c * part_c - s * part_s;
        s = s * part_c + c * part_s;
        c = t;
    }
    u64 seed = 5 + round;
    for (int i = 0; i < N; i++) {
        re[i] = (double)(i64)(next_random(&seed) >> 50);
        im[i] = 0;
    }
    transform(1);
    double power = 0;
    for (int i = 0; i < N; i++)
        power += re[i] * re[i] + im[i] * im[i];
    transform(-1);
    return (u64)(i64)power ^ (u64)(i64)re[17];
}
