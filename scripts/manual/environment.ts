/** Variables that belong to no single flag. Those of flags are in the command table. */
export const ENVIRONMENT: readonly (readonly [name: string, about: string])[] = [
  ['KUBECONFIG', 'kubeconfig files, separated as in PATH, instead of ~/.kube/config'],
  ['OLLAMA_HOST', "the Ollama server's address; 127.0.0.1:11434 if it is not set"],
  ['MEKHANIKUBE_API_KEY', 'the key for a server of --backend openai; read from nowhere else'],
  ['MEKHANIKUBE_STATE', 'a folder for the salt of masked names, instead of the one below XDG_STATE_HOME'],
  ['XDG_CACHE_HOME', 'where the answers of models are kept, in mekhanikube/; ~/.cache if it is not set'],
  ['XDG_STATE_HOME', 'where the salt is kept, in mekhanikube/; ~/.local/state if it is not set'],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'the way to the cluster, also in small letters'],
  ['NODE_EXTRA_CA_CERTS', 'a PEM file of further certificate authorities'],
  ['NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM', 'whether to print in colour, where --color does not say'],
  ['COLUMNS', 'the width of the report, where the terminal does not say; otherwise 80'],
];
