// SPDX-License-Identifier: EPL-2.0
// What embedded cores are rated by: a linked list searched and sorted, a small matrix, a number parser, a CRC over all results.
#include "guest.h"

#define NODES 256
#define SIDE 9

typedef struct node {
    struct node *next;
    short key, info;
} node;

static node pool[NODES];
static short left[SIDE * SIDE], right[SIDE * SIDE];
static const char numbers[] = "5012,1.25,-874,+122,0xff,7.3e2,-110.7,nan,+.7,99e-3,--5,1e+9,";

static u16 crc(u16 sum, u16 value)
{
    for (int bit = 0; bit < 16; bit++) {
        u16 carry = (sum ^ value) & 1;
        sum >>= 1;
        value >>= 1;
        if (carry)
            sum ^= 0xa001;
    }
    return sum;
}

static node *merged(node *a, node *b)
{
    node head, *tail = &head;
    while (a && b) {
        node **least = a->key <= b->key ? &a : &b;
        tail->next = *least;
        tail = *least;
        *least = (*least)->next;
    }
    tail->next = a ? a : b;
    return head.next;
}

static node *sorted(node *list)
{
    if (!list || !list->next)
        return list;
    node *slow = list, *fast = list->next;
    while (fast && fast->next) {
        slow = slow->next;
        fast = fast->next->next;
    }
    node *second = slow->next;
    slow->next = 0;
    return merged(sorted(list), sorted(second));
}

static u16 lists(u64 *seed, u16 sum)
{
    for (int i = 0; i < NODES; i++)
        pool[i] = (node){i + 1 < NODES ? pool + i + 1 : 0, next_random(seed) & 0x7fff, i};
    node *list = pool;
    for (int wanted = 0; wanted < 16; wanted++) {
        node *n = list;
        while (n && n->info != wanted * 15)
            n = n->next;
        sum = crc(sum, n ? n->key : 0);
        node *back = 0;
        while (list) {
            node *next = list->next;
            list->next = back;
            back = list;
            list = next;
        }
        list = back;
    }
    for (node *n = sorted(list); n; n = n->next)
        if ((n->info & 31) == 0)
            sum = crc(sum, n->key);
    return sum;
}

static u16 matrices(u64 *seed, u16 sum)
{
    for (int i = 0; i < SIDE * SIDE; i++) {
        left[i] = next_random(seed) & 63;
        right[i] = next_random(seed) & 63;
    }
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            int dot = 0;
            for (int k = 0; k < SIDE; k++) {
                int p = left[i * SIDE + k] * right[k * SIDE + j];
                dot += (p >> 2 & 15) * (p >> 5 & 127);
            }
            sum = crc(sum, dot);
        }
    return sum;
}

static u16 parse(u16 sum)
{
    enum { START, SIGN, INTEGER, POINT, EXPONENT, BAD } state = START;
    int seen[6] = {0};
    for (const char *c = numbers; *c; c++) {
        if (*c == ',') {
            seen[state]++;
            state = START;
            continue;
        }
        int digit = *c >= '0' && *c <= '9';
        switch (state) {
        case START: state = digit ? INTEGER : *c == '+' || *c == '-' ? SIGN : *c == '.' ? POINT : BAD; break;
        case SIGN: state = digit ? INTEGER : *c == '.' ? POINT : BAD; break;
        case INTEGER: state = digit ? INTEGER : *c == '.' ? POINT : *c == 'e' ? EXPONENT : BAD; break;
        case POINT: state = digit ? POINT : *c == 'e' ? EXPONENT : BAD; break;
        case EXPONENT: state = digit || *c == '+' || *c == '-' ? EXPONENT : BAD; break;
        case BAD: break;
        }
    }
    for (int i = 0; i < 6; i++)
        sum = crc(sum, seen[i]);
    return sum;
}

u64 measured(u64 round)
{
    u64 seed = 1 + round;
    u16 sum = 0;
    sum = lists(&seed, sum);
    for (int i = 0; i < 4; i++)
        sum = matrices(&seed, sum);
    for (int i = 0; i < 16; i++)
        sum = parse(sum);
    return sum;
}
