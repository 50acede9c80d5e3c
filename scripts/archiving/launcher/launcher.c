/* Starts the provider of an archive: the executable that Terraform runs.
 *
 * Beside this program there is a directory `runtime` with an interpreter. The launcher replaces itself with it:
 *
 *     runtime/bin/python -I -S -B -X utf8 runtime/start.pyc ARGUMENTS...
 *
 * On Linux the C library of the machine may be another one, older, or missing. Therefore this program is linked
 * statically, and the interpreter is run by the dynamic loader of the archive, with the libraries of the archive.
 * Variables that tell a dynamic loader to use other libraries are removed, because those are made for the C library of
 * the machine.
 *
 * Exit code 127: the interpreter cannot be run. The reason is written to stderr.
 */

#define _GNU_SOURCE

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __APPLE__
#include <mach-o/dyld.h>
#else
#include <sys/auxv.h>
#endif

extern char **environ;

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "terraform-provider-stitch cannot start: %s %s: %s\n", what, path, strerror(errno));
    exit(127);
}

/* The path that this program was started with. It can be relative or a symbolic link, and does not require /proc. */
static const char *started_as(void)
{
#ifdef __APPLE__
    static char path[PATH_MAX];
    uint32_t size = sizeof path;

    if (_NSGetExecutablePath(path, &size) != 0) {
        errno = ENAMETOOLONG;
        fail("cannot find", "the path of this program");
    }
    return path;
#else
    return (const char *)getauxval(AT_EXECFN);
#endif
}

/* `name` in the directory `folder`. It is allocated and never freed. */
static char *in(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);

    if (path == NULL)
        fail("cannot allocate memory for", name);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

#ifdef __linux__
static void remove_loader_variables(void)
{
    char **kept = environ;

    for (char **variable = environ; *variable != NULL; variable++)
        if (strncmp(*variable, "LD_", 3) != 0)
            *kept++ = *variable;
    *kept = NULL;
}
#endif

int main(int argc, char **argv)
{
    char *program = realpath(started_as(), NULL);
    char **command = calloc((size_t)argc + 16, sizeof *command);
    int length = 0;

    if (program == NULL)
        fail("cannot find", started_as());
    if (command == NULL)
        fail("cannot allocate memory for", "the arguments");
    *strrchr(program, '/') = '\0';

    const char *runtime = in(program, "runtime");
#ifdef __linux__
    remove_loader_variables();
    command[length++] = in(runtime, "lib/ld.so");
    command[length++] = "--inhibit-cache";
    command[length++] = "--library-path";
    command[length++] = in(runtime, "lib");
#endif
    command[length++] = in(runtime, "bin/python");
    command[length++] = "-I"; /* nothing from the working directory, the user's packages and PYTHON* variables */
    command[length++] = "-S"; /* no site-packages */
    command[length++] = "-B"; /* the directory may be read-only */
    command[length++] = "-X";
    command[length++] = "utf8"; /* regardless of the locale */
    command[length++] = in(runtime, "start.pyc");
    for (int i = 1; i < argc; i++)
        command[length++] = argv[i];

    execv(command[0], command);
    fail("cannot run", command[0]);
}
