/* The load: N clients in rooms, who speak numbered lines, and check every byte of what they are told.
 *
 *   cc -O2 -o load load.c -lm && ./load port=6667 pid=123 clients=50 speakers=10 window=32 seconds=4
 *
 * 1. A line is lost, doubled, reordered or altered: one sentence on stderr, exit status 1. Never a figure then.
 * 2. window=W: each speaker keeps W lines under way; a line is done when everybody who should read it has it.
 *    rate=R: R lines a second in all, whatever the server does; latency counts from when a line was due. Who speaks,
 *    and when, is chance (the same in each run), as among people who do not wait for each other; even=1: in turn, evenly.
 * 3. One thread, one epoll; nothing is allocated and nothing is printed while it measures.
 * 4. The result is one line of JSON: seconds, counts, and milliseconds (latency of each single delivery).
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 18, RING = 1 << 13, TICKS = 1000000, TICK_NS = 10000, EVENTS = 512, NAME = 16 };
enum State { CONNECTING, REGISTERING, JOINING, SETTLING, READY };

typedef struct {
    int fd, room, speaker, stalled;     /* speaker: its index, -1 for who only listens */
    enum State state;
    int64_t began, *next;               /* next[i]: the number expected from speaker i of its room */
    size_t held;
    char *rest;                         /* of a line that is not complete */
} Client;

typedef struct {
    int client, room, place, readers;   /* place: among those of its room; readers: how many are to read each line */
    int64_t sent, done, due[RING];
    int got[RING];
    char head[96];                      /* how its lines begin: ":nick!user@host PRIVMSG #room :" */
    size_t head_size;
} Speaker;

static struct {
    long port, pid, clients, rooms, speakers, window, rate, even, stalled, padding, burst;
    double seconds, warmup;
    const char *caps;
    int echo, tags;
} options = {.rooms = 1, .speakers = 1, .padding = 60, .burst = 100, .seconds = 4, .warmup = 1, .caps = ""};

static Client *clients;
static Speaker *speakers;
static int poll_fd, ready, waiting_to_connect, connecting;
static int64_t deliveries, slowest, connects_took;
static uint32_t *latencies, *arrivals;
static unsigned short chance[3] = {1, 2, 3};
static char padding[512], buffer[BUFFER + 16384 + 1];

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

static int64_t clock_ns(clockid_t clock) {
    struct timespec t;
    return clock_gettime(clock, &t) ? 0 : t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int64_t now_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

/* CPU time of the server's process, all threads: the clock that clock_getcpuclockid names. */
static int64_t server_cpu(void) { return options.pid ? clock_ns((clockid_t)(~(unsigned)options.pid << 3 | 2)) : 0; }

static void note(uint32_t *histogram, int64_t took) {
    int64_t tick = took / TICK_NS;
    histogram[tick < 0 ? 0 : tick < TICKS ? tick : TICKS - 1]++;
    if (took > slowest) slowest = took;
}

static double centile(const uint32_t *histogram, double part) {
    uint64_t all = 0, below = 0;
    for (int i = 0; i < TICKS; i++) all += histogram[i];
    for (int i = 0; i < TICKS; i++)
        if ((below += histogram[i]) >= part * all && all) return (i + 0.5) * TICK_NS / 1e6;
    return 0;
}

/* What a client says. The server takes it at once, or is so far behind that there is nothing to measure. */
static void say(Client *c, const char *data, size_t size) {
    while (size) {
        ssize_t sent = send(c->fd, data, size, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (sent < 0) fail("the server closed client %ld: %s", c - clients, strerror(errno));
        data += sent, size -= sent;
    }
}

static void sayf(Client *c, const char *format, ...) {
    char line[600];
    va_list arguments;
    va_start(arguments, format);
    say(c, line, vsnprintf(line, sizeof line, format, arguments));
}

/* ---- coming in ---- */

static void connect_more(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(options.port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    while (waiting_to_connect < options.clients && connecting < options.burst) {
        Client *c = &clients[waiting_to_connect++];
        c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (c->fd < 0) fail("no more sockets: %s (ulimit -n)", strerror(errno));
        int on = 1, small = 2048;
        setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (c->stalled) setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        c->began = now_ns();
        if (connect(c->fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS)
            fail("cannot connect: %s", strerror(errno));
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
        epoll_ctl(poll_fd, EPOLL_CTL_ADD, c->fd, &event);
        connecting++;
    }
}

static void introduce(Client *c) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) fail("client %ld cannot connect: %s", c - clients, strerror(error));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(poll_fd, EPOLL_CTL_MOD, c->fd, &event);
    c->state = REGISTERING;
    if (*options.caps)
        sayf(c, "CAP REQ :%s\r\nCAP END\r\n", options.caps);
    sayf(c, "NICK c%ld\r\nUSER c 0 * :c\r\n", c - clients);
}

static void enter(Client *c) {
    if (options.rooms) {
        c->state = JOINING;
        sayf(c, "JOIN #r%d\r\n", c->room);
    } else {
        c->state = READY, ready++;
    }
}

/* A line while the crowd comes in: whatever the server tells; the numerics that end each step count. */
static void greeted(Client *c, char *line, size_t size) {
    line[size] = 0;
    if (!strncmp(line, "PING ", 5)) {
        sayf(c, "PONG %s\r\n", line + 5);
        return;
    }
    if (!strncmp(line, "ERROR", 5)) fail("client %ld: %s", c - clients, line);
    char *command = *line == '@' ? strchr(line, ' ') + 1 : line;
    command = *command == ':' ? strchr(command, ' ') : command;
    if (!command) return;
    if (!strncmp(command, " CAP ", 5) && strstr(command, " NAK ")) fail("the server knows no %s", options.caps);
    if (c->state == REGISTERING && !strncmp(command, " 433 ", 5)) {     /* the one of an earlier run is still leaving */
        usleep(1000);
        sayf(c, "NICK c%ld\r\n", c - clients);
    }
    if (c->state == REGISTERING && (!strncmp(command, " 376 ", 5) || !strncmp(command, " 422 ", 5))) {
        int64_t took = now_ns() - c->began;
        note(arrivals, took);
        connecting--;
        enter(c);
    } else if (c->state == JOINING && !strncmp(command, " 366 ", 5)) {
        c->state = SETTLING, ready++;
    } else if (c->state == SETTLING && !strncmp(command, " PONG ", 6)) {
        c->state = READY, ready++;
    }
}

/* ---- what was said ---- */

static int64_t number(const char **at) {
    int64_t value = 0;
    while (**at >= '0' && **at <= '9') value = value * 10 + *(*at)++ - '0';
    return value;
}

/* The number of a line, written as this program writes it; -1: it is not. */
static int64_t sequence_at(const char **at) {
    const char *begin = *at;
    int64_t value = number(at);
    return *at == begin || (*begin == '0' && *at > begin + 1) ? -1 : value;
}

static void arrived(Speaker *s, int64_t *next, int64_t now) {
    size_t slot = (*next)++ & (RING - 1);
    deliveries++;
    note(latencies, now - s->due[slot]);
    if (++s->got[slot] == s->readers) s->got[slot] = 0, s->done = *next;
}

/* Who says this line, if it begins as that speaker's lines do in this room; NULL: to be looked at closely. */
static Speaker *speaker_of(const Client *c, const char *at, const char *end) {
    const char *nick = at + 2;
    int64_t who = at[0] == ':' && at[1] == 'c' ? number(&nick) : -1;
    if (who < 0 || who >= options.clients || clients[who].speaker < 0) return NULL;
    Speaker *s = &speakers[clients[who].speaker];
    return s->head_size && s->room == c->room && (size_t)(end - at) >= s->head_size && !memcmp(at, s->head, s->head_size) ? s : NULL;
}

/* A line that begins as none before it: the host part is the server's choice, learned from each speaker's first line.
 * NULL: not of the conversation. */
static Speaker *first_of(Client *c, const char *at, const char *end) {
    int size = end - at;
    const char *nick = at + 2, *text;
    int64_t who = at[0] == ':' && at[1] == 'c' ? number(&nick) : -1;
    if (who < 0 || who >= options.clients || *nick != '!' || !memmem(at, size, " PRIVMSG #", 10)) {
        if (!strncmp(at, "PING ", 5)) sayf(c, "PONG %.*s\r\n", size - 5, at + 5);
        if (!strncmp(at, "ERROR", 5)) fail("client %ld: %.*s", c - clients, size, at);
        return NULL;                    /* somebody left */
    }
    if (clients[who].speaker < 0 || clients[who].room != c->room) fail("client %ld: not for this room: %.*s", c - clients, size, at);
    Speaker *s = &speakers[clients[who].speaker];
    if (s->head_size || !(text = memmem(at, size, " :", 2))) fail("altered: %.*s", size, at);
    s->head_size = text + 2 - at;
    if (s->head_size >= sizeof s->head) fail("too long: %.*s", size, at);
    memcpy(s->head, at, s->head_size);
    char room[32];
    sprintf(room, " PRIVMSG #r%d :", c->room);
    if (!strstr(s->head, room)) fail("client %ld: another room: %.*s", c - clients, size, at);
    return s;
}

/* Check one line of the conversation: whose it is, that it is the next of that speaker, and each of its bytes. */
static void told(Client *c, const char *line, size_t size, int64_t now) {
    const char *end = line + size, *at = line;
    if (*at == '@') {
        if (!(at = memchr(at, ' ', size))) fail("altered: %.*s", (int)size, line);
        ++at;
        if (!options.tags || !memmem(line, at - line, "time=", 5)) fail("client %ld: unasked or missing tags: %.*s", c - clients, (int)size, line);
    } else if (options.tags && memmem(line, size, " PRIVMSG ", 9)) {
        fail("client %ld: tags are missing: %.*s", c - clients, (int)size, line);
    }
    Speaker *s = speaker_of(c, at, end);
    if (!s && !(s = first_of(c, at, end))) return;
    at += s->head_size;
    int64_t sequence = sequence_at(&at), *next = &c->next[s->place];
    if (sequence < 0) fail("altered: %.*s", (int)size, line);
    if (sequence != *next)
        fail("client %ld expected line %ld of c%d and was told line %ld: %s", c - clients, (long)*next, s->client,
             (long)sequence, sequence > *next ? "lost or reordered" : "doubled or reordered");
    if (end - at != options.padding || memcmp(at, padding, options.padding)) fail("altered: %.*s", (int)size, line);
    arrived(s, next, now);
}

/* The usual case, quickly: the size of the line, if it is whole and the one that is expected next; 0: look closely. */
static size_t expected(Client *c, const char *line, const char *end, int64_t now) {
    Speaker *s = *line == ':' ? speaker_of(c, line, end) : NULL;
    if (!s || options.tags) return 0;
    const char *at = line + s->head_size;
    int64_t sequence = sequence_at(&at), *next = &c->next[s->place];
    if (sequence != *next || end - at < options.padding + 2 || memcmp(at, padding, options.padding + 2)) return 0;
    arrived(s, next, now);
    return at + options.padding + 2 - line;
}

static void take(Client *c) {
    memcpy(buffer, c->rest, c->held);
    ssize_t size = recv(c->fd, buffer + c->held, BUFFER, 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) fail("the server closed client %ld", c - clients);
    int64_t now = now_ns();
    char *at = buffer, *end = buffer + c->held + size, *newline;
    *end = 0;
    for (;;) {
        size_t usual = c->state == READY ? expected(c, at, end, now) : 0;
        if (usual) {
            at += usual;
            continue;
        }
        if (!(newline = memchr(at, '\n', end - at))) break;
        size_t length = newline - at - (newline > at && newline[-1] == '\r');
        if (c->state == READY) told(c, at, length, now);
        else greeted(c, at, length);
        at = newline + 1;
    }
    c->held = end - at;
    if (c->held > 16384) fail("client %ld: a line of more than 16 kB", c - clients);
    memcpy(c->rest, at, c->held);
}

/* ---- the run ---- */

static int listen_for(int milliseconds) {
    static struct epoll_event events[EVENTS];
    int count = epoll_wait(poll_fd, events, EVENTS, milliseconds);
    for (int i = 0; i < count; i++) {
        Client *c = events[i].data.ptr;
        if (c->state == CONNECTING) introduce(c);
        else take(c);
    }
    return count;
}

static void wait_until_ready(int wanted, const char *what) {
    ready = 0;
    while (connect_more(), ready < wanted)
        if (!listen_for(30000)) fail("%s: %d of %d, then silence", what, ready, wanted);
}

static void speak(Speaker *s, int64_t count, int64_t due) {
    static char lines[1 << 16];
    size_t size = 0;
    while (count--) {
        s->due[s->sent % RING] = due;
        size += sprintf(lines + size, "PRIVMSG #r%d :%ld%s", s->room, (long)s->sent++, padding);
        if (size > sizeof lines - 1024 || !count) say(&clients[s->client], lines, size), size = 0;
    }
}

/* Nanoseconds until the next line: always the same, or those of a Poisson process. */
static int64_t gap(void) {
    return (options.even ? 1 : -log(1 - erand48(chance))) * 1e9 / options.rate;
}

/* Refill each speaker's window, or say what has become due; returns milliseconds until there is more to do. */
static int talk(int64_t *due) {
    static long turn;
    long all = options.rooms * options.speakers;
    int64_t now = now_ns();
    if (options.window) {
        for (Speaker *s = speakers; s < speakers + all; s++)
            if (s->sent - s->done <= options.window / 2) speak(s, options.window - (s->sent - s->done), now);
        return 30000;
    }
    for (; *due <= now; *due += gap()) {
        Speaker *s = &speakers[(options.even ? turn++ : nrand48(chance)) % all];
        if (s->sent - s->done >= RING - 1) fail("the server is %d lines behind", RING);
        speak(s, 1, *due);
    }
    return (*due - now) / 1000000 + 1;
}

static void drain(void) {
    for (Speaker *s = speakers; s < speakers + options.rooms * options.speakers; s++)
        while (s->done < s->sent)
            if (!listen_for(10000)) fail("line %ld of c%d did not reach everybody: lost", (long)s->done, s->client);
}

/* Whether the server has given up a client that stalls: then there is an end behind what it was sent. */
static int was_cut(Client *c) {
    ssize_t size;
    while ((size = recv(c->fd, buffer, BUFFER, MSG_DONTWAIT)) > 0) continue;
    return size == 0 || errno != EAGAIN;
}

static void converse(void) {
    int64_t start = now_ns(), due = start, begin = start + options.warmup * 1e9, end = begin + options.seconds * 1e9;
    int64_t now, cpu = 0, before = 0, measured_from = 0;
    while ((now = now_ns()) < end) {
        if (!measured_from && now >= begin) {
            measured_from = now, cpu = server_cpu(), before = deliveries, slowest = 0;
            memset(latencies, 0, TICKS * sizeof *latencies);
        }
        int patience = talk(&due), left = (end - now) / 1000000 + 1;
        if (!listen_for(patience < left ? patience : left) && options.window && left > 30000) fail("silence: lines were lost");
    }
    int64_t took = now_ns() - measured_from, used = server_cpu() - cpu, delivered = deliveries - before;
    drain();
    int cut = 0;
    for (Client *c = clients; c < clients + options.clients; c++) cut += c->stalled && was_cut(c);
    printf("\"deliveries\": %ld, \"seconds\": %.3f, \"cpu\": %.6f, \"p50\": %.3f, \"p95\": %.3f, \"p99\": %.3f, "
           "\"max\": %.3f, \"cut\": %d, ", (long)delivered, took / 1e9, used / 1e9, centile(latencies, .5),
           centile(latencies, .95), centile(latencies, .99), slowest / 1e6, cut);
}

static void prepare(void) {
    long size = options.rooms ? options.clients / options.rooms : options.clients, per_room = options.speakers;
    clients = calloc(options.clients, sizeof *clients);
    speakers = calloc(options.rooms * per_room + 1, sizeof *speakers);
    latencies = calloc(TICKS, sizeof *latencies);
    arrivals = calloc(TICKS, sizeof *arrivals);
    if (!clients || !speakers || !latencies || !arrivals) fail("no memory");
    padding[0] = ' ';
    memset(padding + 1, 'x', options.padding - 1);
    strcpy(padding + options.padding, "\r\n");
    for (int i = 0; i < options.clients; i++) {
        Client *c = &clients[i];
        int place = i % size;
        c->room = i / size, c->speaker = -1;
        c->rest = malloc(16384);
        if (!options.rooms) continue;
        c->next = calloc(per_room, sizeof *c->next);
        c->stalled = place >= size - options.stalled;
        if (place >= per_room) continue;
        c->speaker = c->room * per_room + place;
        speakers[c->speaker] = (Speaker){.client = i, .room = c->room, .place = place, .readers = size - !options.echo - options.stalled};
    }
}

static long whole(const char *text) { return strtol(text, NULL, 10); }

static void read_options(char **arguments) {
    for (; *arguments; arguments++) {
        char *value = strchr(*arguments, '=');
        if (!value) fail("%s: name=value is wanted", *arguments);
        *value++ = 0;
        struct { const char *name; long *place; } longs[] = {
            {"port", &options.port}, {"pid", &options.pid}, {"clients", &options.clients}, {"rooms", &options.rooms},
            {"speakers", &options.speakers}, {"window", &options.window}, {"rate", &options.rate}, {"even", &options.even},
            {"stalled", &options.stalled}, {"padding", &options.padding}, {"burst", &options.burst}, {0}};
        int i = 0;
        while (longs[i].name && strcmp(longs[i].name, *arguments)) i++;
        if (longs[i].name) *longs[i].place = whole(value);
        else if (!strcmp(*arguments, "seconds")) options.seconds = atof(value);
        else if (!strcmp(*arguments, "warmup")) options.warmup = atof(value);
        else if (!strcmp(*arguments, "caps")) options.caps = value;
        else fail("%s is unknown", *arguments);
    }
    options.echo = !!strstr(options.caps, "echo-message");
    options.tags = !!strstr(options.caps, "server-time");
    if (options.padding < 1 || options.padding + 3 > (long)sizeof padding || options.window >= RING) fail("out of range");
}

int main(int count, char **arguments) {
    (void)count;
    read_options(arguments + 1);
    prepare();
    poll_fd = epoll_create1(0);
    int64_t start = now_ns();
    wait_until_ready(options.clients, "coming in");
    connects_took = now_ns() - start;
    printf("{\"connects\": %ld, \"connect_seconds\": %.3f, \"connect_p99\": %.3f, ", options.clients, connects_took / 1e9,
           centile(arrivals, .99));
    if (options.rooms) {                /* what the room was told of those who came later has arrived before the PONG */
        for (int i = 0; i < options.clients; i++) sayf(&clients[i], "PING settled\r\n");
        wait_until_ready(options.clients, "settling");
        for (int i = 0; i < options.clients; i++)
            if (clients[i].stalled) epoll_ctl(poll_fd, EPOLL_CTL_DEL, clients[i].fd, NULL);
        if (options.window || options.rate) converse();
    }
    printf("\"ok\": true}\n");
    fflush(stdout);
    getchar();                          /* stay connected until whoever started this has looked at the server */
    return 0;
}
