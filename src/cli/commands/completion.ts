import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { writeStdout } from '../ui/write.ts';

/** Each script asks `mekhanikube __complete` for candidates: the words so far, the last one unfinished. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# mekhanikube completion for bash. Load it with: source <(mekhanikube completion bash)
_mekhanikube() {
  local IFS=$'\\n' words=() cur
  if declare -F _get_comp_words_by_ref >/dev/null; then
    _get_comp_words_by_ref -n =: cur
    words=("\${COMP_WORDS[@]:1:COMP_CWORD-1}" "$cur")
  else
    cur=\${COMP_WORDS[COMP_CWORD]}
    words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  fi
  COMPREPLY=($(compgen -W "$(mekhanikube __complete -- "\${words[@]}" 2>/dev/null | cut -f1)" -- "$cur"))
  if declare -F __ltrim_colon_completions >/dev/null; then __ltrim_colon_completions "$cur"; fi
}
complete -o default -F _mekhanikube mekhanikube
`,
  zsh: `#compdef mekhanikube
# mekhanikube completion for zsh. Load it with: source <(mekhanikube completion zsh)
_mekhanikube() {
  local -a candidates
  local line
  while IFS= read -r line; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(mekhanikube __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then _describe 'mekhanikube' candidates; else _files; fi
}
compdef _mekhanikube mekhanikube
`,
  fish: `# mekhanikube completion for fish. Load it with: mekhanikube completion fish | source
function __mekhanikube_complete
  set -l words (commandline -opc) (commandline -ct)
  mekhanikube __complete -- $words[2..-1] 2>/dev/null
end
complete -c mekhanikube -f -a '(__mekhanikube_complete)'
`,
};

/** Prints the completion script of a shell. */
export async function completion(shell: string): Promise<void> {
  const script = SCRIPTS[shell];
  if (script === undefined) {
    const near = nearMisses(shell, Object.keys(SCRIPTS));
    throw new MekhanikubeError('usage', `there is no completion for "${shell}"`, {
      hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : `one of: ${Object.keys(SCRIPTS).join(', ')}`,
    });
  }
  await writeStdout(script);
}
