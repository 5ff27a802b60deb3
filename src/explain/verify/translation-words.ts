import type { Language } from '../explanation.ts';
import { wordsOf } from './vocabulary/words-of.ts';

export type Foreign = Exclude<Language, 'English'>;

function numbers(list: string): ReadonlyMap<string, string> {
  return new Map(
    list
      .trim()
      .split(/\s+/)
      .map((pair) => {
        const [word = '', value = ''] = pair.split('=');
        return [word, value] as const;
      }),
  );
}

/** Number words, without those that are articles as well. Chinese digits are read by place. */
export const NUMBER_WORDS: Readonly<Record<Foreign, ReadonlyMap<string, string>>> = {
  Portuguese: numbers(`zero=0 dois=2 duas=2 três=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 doze=12
    dúzia=12 vinte=20 trinta=30 cem=100 cento=100 mil=1000 metade=0.5`),
  Spanish: numbers(`cero=0 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12
    docena=12 veinte=20 treinta=30 cien=100 ciento=100 mil=1000 mitad=0.5`),
  German: numbers(`null=0 zwei=2 zweimal=2 drei=3 dreimal=3 vier=4 fünf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11
    zwölf=12 dutzend=12 zwanzig=20 dreißig=30 hundert=100 tausend=1000 hälfte=0.5`),
  French: numbers(`zéro=0 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 douzaine=12
    vingt=20 trente=30 cent=100 mille=1000 moitié=0.5`),
  Chinese: numbers('零=0 两=2 二=2 三=3 四=4 五=5 六=6 七=7 八=8 九=9'),
};

/** That all is well, or that somebody should do something dangerous, in the words of each language. */
export const FORBIDDEN: Readonly<Record<Foreign, RegExp>> = {
  Portuguese:
    /\b(?:em bom estado|sem erros|perfeit\w+|estável|(?:deve|devem|deveria|é preciso) (?:[^.]{0,60} )?(?:apaga|exclu|remov|desativa|reinicia|executa|instala|aumenta)\w*|saudáve\w+|sem problemas?|nenhum problema|não há (?:nenhum )?(?:problema|erro)s?|pode(?:m)? ser ignorad\w+|ignor\w+|alarme falso|falso alarme|tudo (?:está|funciona|certo|bem|ok)|funciona(?:m|ndo)? (?:bem|normalmente|corretamente)|seguro|nada a fazer|nenhuma ação|(?:foi|está) (?:resolvid|corrigid|recuperad)\w+|apague|delete|exclua|remova|execute|instale|desative|envie|abra|clique|visite|baixe|contate|reinicie|por favor|você|deve(?:m)? (?:apagar|excluir|remover|executar))(?![\p{L}])/iu,
  Spanish:
    /\b(?:en buen estado|sin errores|perfect\w+|estable|(?:debe|deben|debería|hay que) (?:[^.]{0,60} )?(?:borra|elimina|desactiva|reinicia|ejecuta|instala|aumenta)\w*|por culpa de|sano|sana|sanos|saludable\w*|sin problemas?|ningún problema|no hay (?:ningún )?(?:problema|error)\w*|(?:se )?puede(?:n)? ignorar\w*|ignor\w+|falsa alarma|todo (?:está|funciona|va|bien)|funciona(?:n|ndo)? (?:bien|normalmente|correctamente)|es seguro|nada que hacer|ninguna acción|(?:fue|está|ha sido) (?:resuelt|corregid|recuperad|solucionad)\w+|borr[ae]|elimin[ae]|ejecut[ae]|instal[ae]|desactiv[ae]|envíe?|abra|visite|descargu?e|contacte|reinici[ae]|por favor|usted|debe(?:s|n)? (?:borrar|eliminar|ejecutar))(?![\p{L}])/iu,
  German:
    /\b(?:einwandfrei|reibungslos|fehlerfrei|läuft (?:gut|normal|wieder|stabil|rund)|in gutem zustand|stabil|(?:muss|müssen|sollte|sollten|soll|darf|kann) (?:[^.]{0,80} )?(?:gelöscht|entfernt|deaktiviert|neu gestartet|abgeschaltet|ignoriert|installiert|ausgeführt|erhöht) werden|lösche|entferne|starte neu|gesund\w*|kein(?:e|erlei)? (?:problem|fehler|grund zur sorge|handlungsbedarf|sorge|aktion|maßnahme)\w*|ignorier\w*|fehlalarm|alles (?:ist |in ordnung|funktioniert|gut|läuft)|in ordnung|funktioniert (?:gut|normal|einwandfrei|wieder)|unbedenklich|nichts zu tun|(?:wurde|ist) (?:behoben|gelöst|repariert|erledigt)|(?:lösch|entfern|führ|installier|deaktivier|send|öffn|besuch|klick|starte?)\w*(?:en)? sie|bitte|löschen|deinstallier\w*|sie (?:sollten|müssen|können))(?![\p{L}])/iu,
  French:
    /\b(?:en bon état|sans (?:erreur|souci)|parfait\w*|stable|(?:doit|doivent|devrait|il faut) (?:[^.]{0,60} )?(?:supprim|désactiv|redémarr|exécut|install|augment)\w+|sain\w*|en bonne santé|aucun (?:problème|souci|danger)|pas de (?:problème|souci)|sans (?:problème|danger)|ignor\w+|fausse alerte|tout (?:va|fonctionne|est)|fonctionne(?:nt)? (?:bien|normalement|correctement)|rien à faire|aucune action|sans risque|(?:a été|est|sont) (?:résolu|corrigé|réparé|rétabli)\w*|supprime[zr]|exécute[zr]|installe[zr]|désactive[zr]|envoye[zr]|ouvre[zr]|visite[zr]|téléchargez|contacte[zr]|redémarrez|veuillez|s'il vous plaît|vous)(?![\p{L}])/iu,
  Chinese:
    /良好|稳定|完好|必须(?:删除|重启|禁用|执行)|应(?:该|当)(?:删除|重启|禁用|执行|增加)|健康|没有问题|没问题|无问题|一切正常|运行正常|工作正常|正常(?:运行|工作)|可以?忽略|无需|不需要(?:任何)?(?:操作|处理)|不必|误报|安全(?:的)?|已(?:经)?(?:解决|修复|恢复)|请|您|你|删除(?:命名空间|该|此|所有)|执行|卸载|下载|点击|访问(?:网址|链接)|联系|安装|禁用/u,
};

/** Verbs and adjectives that stand behind a kind; any other small ASCII word there could be the name of an object. */
export const AFTER_KIND: Readonly<Record<Foreign, ReadonlySet<string>>> = {
  Portuguese:
    wordsOf(`espera esperam aguarda aguardam falha falham existe existem inicia iniciam precisa precisam usa usam
    seleciona executa executam reinicia reiniciam fica ficam continua continuam tem possui pede solicita permite recusa
    termina terminou terminaram permanece permanecem requer exige recebe excede novo novos nova pode podem deve devem
    afetado afetados falhou falharam mostra responde aponta chama chamado chamada tenta significa retorna referencia
    disponível consegue conseguem mais menos`),
  Spanish: wordsOf(`espera esperan falla fallan existe existen inicia arranca arrancan necesita necesitan usa usan
    selecciona reinicia sigue siguen tiene tienen pide solicita permite rechaza termina permanece permanecen requiere
    exige recibe excede nuevo nuevos nueva puede pueden debe deben afectado afectados muestra responde apunta llamado
    llamada intenta significa devuelve referencia disponible consigue queda quedan supera ejecuta solo`),
  German: wordsOf(`wartet warten startet starten braucht brauchen existiert existieren stoppt endet enden fehlt
    fehlen bleibt bleiben verlangt fordert erlaubt lehnt verweigert antwortet sendet leitet zeigt nutzt verwendet
    benutzt passt passen bekommt erreicht scheitert scheitern konnte konnten soll sollen muss meldet bedeutet
    mehr selbst immer wieder namens steht stehen findet finden schlug beendet beendete neu neue neuen hatte
    hatten kommt geht liegt macht besteht ab an auf aus ein zu vor nicht`),
  French: wordsOf(`attend attendent existe existent utilise utilisent demande demandent refuse reste restent devient
    termine indique montre signifie renvoie permet exige contient autorise manque manquent doit doivent ne
    nouveau nouveaux nouvelle voulu voulus prévus requis disponibles redémarre cherche essaie tente dont lui reçoit envoie contiennent pointe appelle`),
  Chinese: new Set(),
};

/** What models like to name when they are not told what runs there. */
export const PRODUCTS = wordsOf(`
redis postgres postgresql mysql mariadb mongodb mongo kafka rabbitmq elasticsearch kibana grafana prometheus jenkins
nginx apache haproxy traefik istio envoy linkerd consul vault etcd aws azure gcp google amazon microsoft oracle gitlab
github bitbucket argocd flux falcon datadog sentry jira slack terraform ansible openshift rancher docker cassandra
memcached nats minio ceph longhorn cilium calico flannel keycloak wordpress magento tomcat node.js django flask spring
`);
