import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { TEMPLATES } from '../../remedy/policy/templates/templates.ts';
import { columns } from '../ui/columns.ts';
import { writeStdout } from '../ui/write.ts';

/** Lists the templates, or prints one to be edited. */
export async function policyTemplate(name: string | undefined): Promise<void> {
  if (name === undefined) {
    const list = columns(TEMPLATES.map((template) => [template.name, template.title]));
    await writeStdout(`${list}\nOne to edit: mekhanikube policy template NAME > policies/NAME.yaml\n`);
    return;
  }
  const template = TEMPLATES.find((one) => one.name === name);
  if (template === undefined) {
    const near = nearMisses(
      name,
      TEMPLATES.map((one) => one.name),
    );
    throw new MekhanikubeError('usage', `there is no template "${name}"`, {
      hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'mekhanikube policy template lists them',
    });
  }
  await writeStdout(template.text);
}
