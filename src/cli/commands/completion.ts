import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { writeStdout } from '../ui/write.ts';

/**
 * Each script asks `mekhanikube __complete` for candidates: the words so far, the last one unfinished. Names of a cluster
 * come back, so no script may evaluate what it gets.
 */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# mekhanikube completion for bash. Load it with: source <(mekhanikube completion bash)
_mekhanikube() {
  local word line cut quoted goes_on= words=() breaks=\${COMP_WORDBREAKS//[^=:]/}
  # bash takes words apart at = and :, and replaces only what comes behind the last one.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if (( \${#words[@]} )) && [[ -n $breaks && ( -n $goes_on || $word == [$breaks]* ) ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    if [[ -n $breaks && $word == *[$breaks] ]]; then goes_on=1; else goes_on=; fi
  done
  if [[ -n $breaks ]]; then cut=\${words[\${#words[@]}-1]}; cut=\${cut%"\${cut##*[$breaks]}"}; fi
  COMPREPLY=()
  while IFS= read -r line; do
    line=\${line%%$'\\t'*}
    printf -v quoted %q "\${line#"$cut"}"
    COMPREPLY+=("$quoted")
  done < <(mekhanikube __complete -- "\${words[@]}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == */ ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -o default -F _mekhanikube mekhanikube
`,
  zsh: `#compdef mekhanikube
# mekhanikube completion for zsh. Load it behind compinit with: source <(mekhanikube completion zsh)
_mekhanikube() {
  local -a candidates open
  local line text
  while IFS= read -r line; do
    text=\${line%%$'\\t'*}
    text=\${text//:/\\\\:}
    if [[ $line == *$'\\t'* ]]; then text+=":\${line#*$'\\t'}"; fi
    if [[ \${line%%$'\\t'*} == */ ]]; then open+=("$text"); else candidates+=("$text"); fi
  done < <(mekhanikube __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  if (( !\${#candidates} && !\${#open} )); then _files; return; fi
  if (( \${#candidates} )); then _describe mekhanikube candidates; fi
  if (( \${#open} )); then _describe mekhanikube open -S ''; fi
}
# From a folder of fpath this file is the function.
if [[ \${funcstack[1]} == _mekhanikube ]]; then _mekhanikube; else compdef _mekhanikube mekhanikube; fi
`,
  fish: `# mekhanikube completion for fish. Load it with: mekhanikube completion fish | source
function __mekhanikube_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l candidates (mekhanikube __complete -- $words[2..-1] 2>/dev/null)
  if set -q candidates[1]
    printf '%s\\n' $candidates
  else
    __fish_complete_path (commandline -ct)
  end
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
