// SPDX-License-Identifier: EPL-2.0
// A picture of spheres, by rays of light: single precision, with roots, comparisons and conversions.
#include "guest.h"

#define SIZE 48
#define SPHERES 8

static struct {
    float x, y, z, radius;
} sphere[SPHERES];

static inline float root(float v)
{
    float r;
    __asm__("fsqrt.s %0, %1" : "=f"(r) : "f"(v));
    return r;
}

static inline float least(float a, float b)
{
    float r;
    __asm__("fmin.s %0, %1, %2" : "=f"(r) : "f"(a), "f"(b));
    return r;
}

static inline float most(float a, float b)
{
    float r;
    __asm__("fmax.s %0, %1, %2" : "=f"(r) : "f"(a), "f"(b));
    return r;
}

static float next(u64 *seed)
{
    return (float)(int)(next_random(seed) & 255);
}

// How bright the picture is where a ray of length 1 goes.
static float light(float dx, float dy, float dz)
{
    float nearest = 1000;
    int hit = -1;
    for (int i = 0; i < SPHERES; i++) {
        float b = dx * sphere[i].x + dy * sphere[i].y + dz * sphere[i].z;
        float c = sphere[i].x * sphere[i].x + sphere[i].y * sphere[i].y + sphere[i].z * sphere[i].z - sphere[i].radius * sphere[i].radius;
        float d = b * b - c;
        if (d > 0) {
            float t = b - root(d);
            if (t > 0 && t < nearest) {
                nearest = t;
                hit = i;
            }
        }
    }
    if (hit < 0)
        return 0;
    float nx = (dx * nearest - sphere[hit].x) / sphere[hit].radius, ny = (dy * nearest - sphere[hit].y) / sphere[hit].radius;
    return most(0, least(1, 0.6f * nx - 0.7f * ny));
}

u64 measured(u64 round)
{
    u64 seed = 77 + round;
    for (int i = 0; i < SPHERES; i++) {
        sphere[i].x = next(&seed) / 64 - 2;
        sphere[i].y = next(&seed) / 64 - 2;
        sphere[i].z = next(&seed) / 64 + 3;
        sphere[i].radius = next(&seed) / 256 + 0.3f;
    }
    u64 sum = 0;
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) {
            float dx = (x - SIZE / 2) * (1.0f / SIZE), dy = (y - SIZE / 2) * (1.0f / SIZE);
            float shorter = 1 / root(dx * dx + dy * dy + 1);
            sum = sum * 31 + (u32)(int)(light(dx * shorter, dy * shorter, shorter) * 255);
        }
    return sum;
}
