// SPDX-License-Identifier: EPL-2.0
// Planets that attract each other: square roots and divisions.
#include "guest.h"

#define BODIES 5
#define STEPS 200

static struct {
    double x, y, z, vx, vy, vz, mass;
} body[BODIES];

static inline double root(double v)
{
    double r;
    __asm__("fsqrt.d %0, %1" : "=f"(r) : "f"(v));
    return r;
}

static void advance(double dt)
{
    for (int i = 0; i < BODIES; i++)
        for (int j = i + 1; j < BODIES; j++) {
            double dx = body[i].x - body[j].x, dy = body[i].y - body[j].y, dz = body[i].z - body[j].z;
            double square = dx * dx + dy * dy + dz * dz;
            double pull = dt / (square * root(square));
            body[i].vx -= dx * body[j].mass * pull;
            body[i].vy -= dy * body[j].mass * pull;
            body[i].vz -= dz * body[j].mass * pull;
            body[j].vx += dx * body[i].mass * pull;
            body[j].vy += dy * body[i].mass * pull;
            body[j].vz += dz * body[i].mass * pull;
        }
    for (int i = 0; i < BODIES; i++) {
        body[i].x += dt * body[i].vx;
        body[i].y += dt * body[i].vy;
        body[i].z += dt * body[i].vz;
    }
}

u64 measured(u64 round)
{
    u64 seed = 4711 + round;
    for (int i = 0; i < BODIES; i++) {
        double *f = &body[i].x;
        for (int k = 0; k < 6; k++)
            f[k] = (double)(i64)(next_random(&seed) >> 44) / 1048576.0;
        body[i].mass = 1.0 + i;
    }
    for (int s = 0; s < STEPS; s++)
        advance(0.01);
    return (u64)(i64)(body[0].x * 1000000.0);
}
