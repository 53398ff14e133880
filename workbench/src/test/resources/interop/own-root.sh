#!/bin/sh
# Runs a command in a root directory of its own: the machine's /usr with what was unpacked laid over it, an /etc and a /var that are the peer's alone.
# In a mount namespace of its own (unshare --mount), so that all of it is gone with the last of its processes.
# own-root.sh ROOT UNPACKED COMMAND...
set -eu
root=$1 unpacked=$2
shift 2
mkdir -p "$root/usr" "$root/proc" "$root/dev" "$root/run" "$root/tmp" "$root/var/tmp" "$unpacked/usr"
chmod 1777 "$root/tmp" "$root/var/tmp"
for directory in bin sbin lib lib64; do ln -sfn "usr/$directory" "$root/$directory"; done
ln -sfn ../run "$root/var/run"
mount -t overlay overlay -o "lowerdir=$unpacked/usr:/usr" "$root/usr"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
exec chroot "$root" "$@"
