// SPDX-License-Identifier: EPL-2.0
// What systems programs do most: records copied and compared, strings, small procedures, global variables.
#include "guest.h"

enum kind { ONE, TWO, THREE };

typedef struct record {
    struct record *next;
    enum kind kind;
    int number;
    char name[32];
} record;

static record first, second;
static int global_number, table[50][50], row[50];
static char letter;

static __attribute__((noinline)) int compare(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a - *b;
}

static __attribute__((noinline)) void copy(char *to, const char *from)
{
    while ((*to++ = *from++)) {
    }
}

static __attribute__((noinline)) enum kind other(enum kind k, int n)
{
    switch (k) {
    case ONE: return n > 100 ? ONE : THREE;
    case TWO: return ONE;
    default: return TWO;
    }
}

static __attribute__((noinline)) void arrays(int *line, int (*grid)[50], int i, int value)
{
    int at = i + 5;
    line[at] = value;
    line[at + 1] = line[at];
    line[at + 30] = at;
    for (int k = at; k <= at + 1; k++)
        grid[at][k] = at;
    grid[at][at - 1]++;
    grid[at + 20][at] = line[at];
    global_number = 5;
}

static __attribute__((noinline)) void follow(record *r)
{
    record *n = r->next;
    *n = *r;
    r->number = 5;
    n->number = r->number;
    n->next = r->next;
    if (n->kind == ONE) {
        n->number = 6;
        n->kind = other(r->kind, n->number);
        n->number += 10;
    } else {
        *r = *n;
    }
}

u64 measured(u64 round)
{
    char one[32], two[32];
    first.next = &second;
    first.kind = ONE;
    first.number = 40;
    copy(first.name, "A RECORD WITH A NAME TO COPY");
    copy(one, "THE FIRST OF THE TWO STRINGS");
    u64 hash = round;
    for (int i = 0; i < 500; i++) {
        copy(two, i & 1 ? "THE FIRST OF THE TWO STRINGZ" : "THE SECOND OF THE TWO STRINGS");
        letter = compare(one, two) < 0 ? 'A' : 'B';
        int product = 2 * (i % 7) + 3;
        arrays(row, table, i % 7, product);
        follow(&first);
        first.next = &second;
        for (char c = 'A'; c <= letter; c++)
            product = product * (c & 3) + i / (product | 1);
        hash = mix(hash, product + second.number + row[7] + table[8][7] + global_number);
    }
    return hash;
}
