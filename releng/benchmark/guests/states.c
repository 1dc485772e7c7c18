// SPDX-License-Identifier: EPL-2.0
// A scanner with many states over random text: one indirect jump a character, hard to predict.
#include "guest.h"

#define LENGTH 16384

static u8 text[LENGTH];

u64 measured(u64 round)
{
    u64 seed = 17 + round;
    for (int i = 0; i < LENGTH; i++)
        text[i] = "0123456789abcdef+-.eE \n,;()[]{}<>=!&|^~*/%#'\"\\"[next_random(&seed) % 47];
    u64 state = 0, count[32] = {0}, value = 0;
    for (int i = 0; i < LENGTH; i++) {
        u8 c = text[i];
        switch (state * 4 + (c & 3)) {
        case 0: state = 1; value += c; break;
        case 1: state = 2; value ^= c; break;
        case 2: state = 3; value += c << 1; break;
        case 3: state = 4; value -= c; break;
        case 4: state = 5; value *= 3; break;
        case 5: state = 0; value += 7; break;
        case 6: state = 6; value ^= value >> 3; break;
        case 7: state = 2; value += c * 5; break;
        case 8: state = 7; value -= 11; break;
        case 9: state = 3; value += c & 15; break;
        case 10: state = 1; value ^= c << 4; break;
        case 11: state = 4; value += 1; break;
        case 12: state = 5; value |= 1; break;
        case 13: state = 6; value += value << 2; break;
        case 14: state = 0; value -= c >> 1; break;
        case 15: state = 7; value ^= 0x55; break;
        case 16: state = 1; value += c * c; break;
        case 17: state = 3; value ^= value << 5; break;
        case 18: state = 2; value += 13; break;
        case 19: state = 5; value -= c ^ 3; break;
        case 20: state = 4; value += 17; break;
        case 21: state = 7; value ^= c + 1; break;
        case 22: state = 6; value *= 5; break;
        case 23: state = 0; value += 19; break;
        case 24: state = 3; value -= 23; break;
        case 25: state = 2; value ^= c * 3; break;
        case 26: state = 1; value += 29; break;
        case 27: state = 5; value ^= value >> 7; break;
        case 28: state = 7; value += c * 9; break;
        case 29: state = 4; value -= 31; break;
        case 30: state = 0; value ^= 0xff; break;
        default: state = 6; value += 37; break;
        }
        count[state]++;
    }
    u64 hash = value;
    for (int i = 0; i < 8; i++)
        hash = mix(hash, count[i]);
    return hash;
}
