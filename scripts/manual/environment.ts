/** Variables that belong to no single flag. Those of flags are in the command table. */
export const ENVIRONMENT: readonly (readonly [name: string, about: string])[] = [
  ['KUBECONFIG', 'kubeconfig files, separated as in PATH, instead of ~/.kube/config'],
  ['OLLAMA_HOST', "the Ollama server's address; 127.0.0.1:11434 if it is not set"],
  ['MEKHANIKUBE_API_KEY', 'the key for a server of --backend openai; read from nowhere else'],
  ['MEKHANIKUBE_PUSHGATEWAY_TOKEN', 'for --pushgateway; or MEKHANIKUBE_PUSHGATEWAY_USERNAME and _PASSWORD'],
  ['MEKHANIKUBE_ALERTMANAGER_TOKEN', 'for --alertmanager; or MEKHANIKUBE_ALERTMANAGER_USERNAME and _PASSWORD'],
  ['MEKHANIKUBE_STATE', 'a folder for the salt of masked names, instead of the one below XDG_STATE_HOME'],
  ['XDG_CACHE_HOME', 'where the answers of models are kept, in mekhanikube/; ~/.cache if it is not set'],
  ['XDG_STATE_HOME', 'where the salt is kept, in mekhanikube/; ~/.local/state if it is not set'],
  [
    'MEKHANIKUBE_KUBECONFIG_COPY',
    'in a container: where to make a copy of the kubeconfig that works there, and use it',
  ],
  ['MEKHANIKUBE_HOST_KUBE_DIR', 'in a container: the folder of the host that is mounted where the kubeconfig is'],
  ['OLLAMA_MODELS', "the server's folder for models, to see how much room it has, where the server runs here"],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'the way to the cluster, also in small letters'],
  [
    'NODE_USE_ENV_PROXY',
    '1: model servers are reached through that proxy too; --use-env-proxy in NODE_OPTIONS does the same',
  ],
  ['NODE_EXTRA_CA_CERTS', 'a PEM file of further certificate authorities'],
  ['NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM', 'whether to print in colour, where --color does not say'],
  ['COLUMNS', 'the width of the report, where the terminal does not say; otherwise 80'],
];
