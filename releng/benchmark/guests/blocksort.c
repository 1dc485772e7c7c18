// SPDX-License-Identifier: EPL-2.0
// A stable merge sort of records with little extra room: blocks by insertion, then merged through a small buffer by rotations.
#include "guest.h"

#define COUNT 4096
#define BLOCK 16
#define ROOM 128

typedef struct {
    u32 key, origin;
} record;

static record item[COUNT], room[ROOM];

static void reverse(record *low, record *high)
{
    while (low < high) {
        record t = *low;
        *low++ = *--high;
        *high = t;
    }
}

static void rotate(record *low, record *middle, record *high)
{
    reverse(low, middle);
    reverse(middle, high);
    reverse(low, high);
}

static record *lower(record *low, record *high, u32 key)
{
    while (low < high) {
        record *m = low + (high - low) / 2;
        if (m->key < key)
            low = m + 1;
        else
            high = m;
    }
    return low;
}

static void merge(record *low, record *middle, record *high)
{
    while (low < middle && middle < high) {
        if (middle - low <= ROOM) {
            u64 n = middle - low, i = 0;
            for (u64 k = 0; k < n; k++)
                room[k] = low[k];
            while (i < n && middle < high)
                *low++ = middle->key < room[i].key ? *middle++ : room[i++];
            while (i < n)
                *low++ = room[i++];
            return;
        }
        // Move what of the right half belongs before the left half's middle, and go on with the rest.
        record *cut = low + (middle - low) / 2;
        record *to = lower(middle, high, cut->key);
        i64 moved = to - middle;
        rotate(cut, middle, to);
        merge(low, cut, cut + moved);
        low = cut + moved;
        middle = to;
    }
}

u64 measured(u64 round)
{
    u64 seed = 5 + round;
    for (u32 i = 0; i < COUNT; i++)
        item[i] = (record){next_random(&seed) & 0xfff, i};
    for (u32 b = 0; b < COUNT; b += BLOCK)
        for (u32 i = b + 1; i < b + BLOCK; i++) {
            record r = item[i];
            u32 j = i;
            for (; j > b && item[j - 1].key > r.key; j--)
                item[j] = item[j - 1];
            item[j] = r;
        }
    for (u32 size = BLOCK; size < COUNT; size *= 2)
        for (u32 b = 0; b + size < COUNT; b += 2 * size)
            merge(item + b, item + b + size, item + b + 2 * size);
    u64 hash = 0;
    for (u32 i = 1; i < COUNT; i++) {
        if (item[i - 1].key > item[i].key || (item[i - 1].key == item[i].key && item[i - 1].origin > item[i].origin))
            return ~0ul;
        hash = mix(hash, item[i].key);
    }
    return hash;
}
