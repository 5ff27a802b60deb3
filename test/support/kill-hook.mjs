// Loaded into the tool with NODE_OPTIONS=--import: ends the process, or breaks its disk, at one exact flush of the state
// folder. What is to happen is told by MEKHANIKUBE_TEST_FLUSH, as JSON (see FlushFault in repair-stage.ts).
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { write, sync } = { write: fs.writeSync, sync: fs.fdatasyncSync };
const fault = JSON.parse(process.env.MEKHANIKUBE_TEST_FLUSH ?? 'null');

if (fault !== null) {
  let seen = 0;
  let isDue = false;

  const concerns = (file, bytes) => {
    const path = fs.readlinkSync(`/proc/self/fd/${file}`);
    if (!path.includes(fault.path ?? '/journal/')) return false;
    if (fault.contains !== undefined && !bytes.includes(fault.contains)) return false;
    return fault.type === undefined || bytes.includes(`"type":"${fault.type}"`);
  };

  fs.writeSync = (file, bytes, offset, length, position) => {
    if (Buffer.isBuffer(bytes) && offset === 0 && concerns(file, bytes) && ++seen === (fault.at ?? 1)) {
      if (fault.when === 'before') strike();
      if (fault.when === 'torn') {
        write(file, bytes, 0, Math.floor(length / 2), position);
        sync(file);
        strike();
      }
      isDue = fault.when === 'after';
    }
    return write(file, bytes, offset, length, position);
  };

  fs.fdatasyncSync = (file) => {
    if (!isDue) return sync(file);
    isDue = false;
    if (fault.do === 'io-error') throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
    sync(file);
    strike();
  };

  const strike = () => {
    if (fault.do === 'kill') process.kill(process.pid, 'SIGKILL');
    if (fault.do === 'fill') fill(fault.file);
  };

  // In ever smaller pieces, until not one more byte fits.
  const fill = (path) => {
    const file = fs.openSync(path, 'a');
    for (let size = 2 ** 20; size >= 1; size = Math.floor(size / 4)) {
      try {
        for (;;) write(file, Buffer.alloc(size));
      } catch (thrown) {
        if (thrown.code !== 'ENOSPC') throw thrown;
      }
    }
    fs.closeSync(file);
  };

  syncBuiltinESMExports();
}
