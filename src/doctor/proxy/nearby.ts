/** True for a host that is most likely on this machine or in its own network, where no proxy is wanted. */
export function isNearby(host: string): boolean {
  if (/^\d+(\.\d+){3}$/.test(host)) {
    return /^(10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(host);
  }
  if (host.includes(':')) return /^(::1$|f[cd]|fe[89ab])/i.test(host);
  return !host.includes('.') || /\.(local|internal|localhost|svc|lan|home\.arpa)\.?$/i.test(host);
}
