import { type Objection, objection } from './verified.ts';

/** Programs of a shell; "node", "make", "kind" and the like are words of the language and left to the other rules. */
const PROGRAMS =
  /(?<![\w./-])(?:kubectl|helm|kustomize|curl|wget|bash|zsh|sh|sudo|rm|mv|cp|dd|chmod|chown|docker|podman|nerdctl|crictl|ctr|git|ssh|scp|nc|ncat|netcat|telnet|nslookup|dig|ping|python3?|perl|ruby|php|npm|npx|pip3?|apt|apt-get|yum|apk|brew|cat|echo|eval|exec|base64|xargs|awk|sed|grep|jq|systemctl|journalctl|iptables|mkfs|powershell|cmd\.exe|terraform|ansible|aws|gcloud|az|eksctl|kubeadm|etcdctl|k9s|minikube)(?![\w./-])/u;

const SHELL = /[|&<>$`\\{}~^]|;(?!\s)|;$|\$\(|(?:^|\s)[#/!](?:\s|$)/u;
const FLAG = /(?:^|[\s"'(])--?[A-Za-z][\w-]*/u;
const ADDRESS = /\b[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\bmailto:|\bjavascript:/iu;
const BLOB =
  /(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{24,}={0,2}|[A-Za-z0-9+/]{12,}={1,2}(?![\w])/u;

/** Finds what a shell could take: a program, an operator, a flag, an address with a scheme, something encoded. */
export function commandIn(sentence: string): Objection | null {
  for (const pattern of [ADDRESS, SHELL, FLAG, BLOB, PROGRAMS]) {
    const token = pattern.exec(sentence)?.[0]?.trim();
    if (token !== undefined) return objection('command', token);
  }
  return null;
}
