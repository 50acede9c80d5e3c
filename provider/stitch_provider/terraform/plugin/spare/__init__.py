"""The spare: a process that has imported everything already, and lets others start without imports.

A command of Terraform starts the provider several times, and imports are most of the time of a start. So the first
process of a run forks a spare. The later ones let it fork a worker that serves in their place. The package must
never hold data that could pass from one of these processes to another.

The processes:

- The *host* is Terraform or OpenTofu. It starts the others, and knows only launchers.
- A *launcher* is a process that the host has started. It first runs `client`, before it imports anything else. If there
  is no spare that fits, it becomes an ordinary process of the provider (`process`).
- The *first process* is the launcher that found no spare. When it has printed its handshake line and has imported the
  provider, it forks the spare (`forking`). At that time it has one thread and no event loop, and gRPC has not started.
- The *spare* closes everything that it has from the first process (`detaching`) and listens (`waiting`). It ends with
  the host, whose end a pidfd reports, or after the time that STITCH_SPARE names (`lifetime`).
- A *worker* is forked by the spare for one launcher, and takes over what the launcher has (`worker`). Then it does what
  an ordinary process does, from the handshake line on.

Messages of one connection:

1. The launcher connects. Both ends check that the other is a process of the same user in the same namespaces, before
   they send anything. The spare forks the worker, which sends HELLO.
2. The launcher sends what identifies its program, its environment, and descriptors of its three standard streams and
   its working directory.
3. The worker has checked in the meantime that the launcher is like the first process (`likeness`). It checks the
   request, takes everything over, and sends READY with a pidfd of itself. It has written nothing to the streams.
4. The launcher sends START. Before that, it can always start the provider itself, because a worker never serves without
   START. After that, it never does.
5. The worker serves. The launcher waits. When it receives SIGTERM, it sends SIGUSR1 to the worker.
6. When the worker has closed everything, it sends exit code 0 and ends. If it ends in another way, the spare sends how.
   The launcher ends in the same way.

What can fail, and what happens then:

- There is no spare, it does not answer within three seconds, or the worker refuses or ends before READY: the launcher
  closes the connection and starts the provider itself.
- The spare can open no more files: it stops listening, and ends after the last worker.
- The launcher ends, for example because the host has killed it: the connection ends, and the spare kills the worker.
- The host ends: worker and spare notice it by pidfds of it. The worker ends as an ordinary process does. The spare
  stops listening and ends after the last worker.
- The spare is killed: workers continue, and end with their host at the latest. If a worker does not send exit code 0,
  its launcher waits until the connection is closed, which the worker does by its end, and ends with exit code 1. Later
  launchers start by themselves.
- The worker is killed: the spare reports it.
"""
