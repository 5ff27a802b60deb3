/** The role that has the rights, and the one with those to Secrets. */
type Role = 'mekhanikube-reader' | 'mekhanikube-reader-secrets';

/** The command by which somebody with the right to do so gives the minimal role. */
export function bindCommand(role: Role, user: string | null, namespaces: readonly string[] | null): string {
  const to = subjectOf(user);
  const bind =
    namespaces === null
      ? [`kubectl create clusterrolebinding ${role} --clusterrole=${role} ${to}`]
      : namespaces.map((name) => `kubectl create rolebinding ${role} -n ${name} --clusterrole=${role} ${to}`);
  return ['kubectl apply -f deploy/reader-role.yaml', ...bind].join(' && ');
}

function subjectOf(user: string | null): string {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user ?? '') ?? [];
  if (namespace !== undefined && name !== undefined) return `--serviceaccount=${namespace}:${name}`;
  const plain = user ?? 'USER';
  return `--user=${/^[\w@.:/+-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`}`;
}
