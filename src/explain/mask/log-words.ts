import { words } from './word-list.ts';

/** What programs, runtimes and kernels write into logs and errors all over the world, beside words of the language. */
const LOG_WORDS = words(`
dial dialing lookup eof stdin stdout stderr errno rpc desc src dst ctx pid gid uid uuid async sync init exec fork socket
timeout timed retrying retryable backoff hostname username filename pathname localhost loopback ipv4 ipv6 dhcp arp mtu
ssl tls x509 cert certs ca cn sans sha hash hashes regex utf ascii unicode json yaml xml html css csv toml proto protobuf
http https websocket url uri urls get post put patch head delete options param params query cookie cookies header headers
payload callback handler middleware localtime utc gmt mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep oct
nov dec info warn debug err fatal trace panic panicked goroutine mutex deadlock segfault sigkill sigterm sigsegv sigint
traceback stacktrace exception exceptions throwable null nil undefined nan bool boolean int integer float str tuple dict
enum struct enums malloc heap oom kernel cgroup cgroups namespaced runc containerd dockerd oci cri cni csi sandbox
overlayfs rootfs fs filesystem filesystems mountpoint inode inodes chmod chown symlink executables bin lib libc
glibc musl syscall seccomp apparmor selinux sudo root admin uptime cpu cpus gpu vcpu mem ram rss swap byte bytes kb mb gb
tb mib gib ms sec secs min mins hr hrs req res resp conn connections addr addrs sock fd fds sql msg we you your our tx txn repo vm os arch
amd64 arm64 linux unix posix windows shutting listening initializing initialised initialized unmarshal marshal parse
parsing parser decode decoding encode encoding decoder serialize deserialize unparsable unrecognised unrecognized
malformed unparseable truncated misformatted preempt preempted preemption preempting evict evicted eviction untolerated
tolerations nodeSelector selectors anti-affinity affinity apiserver kubelet kubectl autoscaler autoscaling
liveness readiness configmaps nonroot whitespace newline stale upstream downstream unhandled rejected rejecting
crashed crashing crashes looping deprecated deprecation unset subcommand cli args argv argc env envs var vars
stat eperm eacces enoent econnrefused econnreset etimedout enospc eaddrinuse ehostunreach enotfound epipe einval enomem
balancer balancers deallocate deallocated victims incoming lowercase uppercase alphanumeric max min avg retrieve retrieved
retrieves patience widen dmesg shim deleter predicate orphan tenant tenants chdir cwd post posted posting
nearest skipped skipping skip syncing unattached unmounted pleg approval approvals extensions extension runtime
prefix suffix substring wildcard
non-empty non-negative non-numeric in-use re-run re-read host-path
`);

/** True for a word of logs and errors in general, in small letters. */
export function isLogWord(word: string): boolean {
  return LOG_WORDS.has(word);
}
