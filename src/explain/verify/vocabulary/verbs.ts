import { wordsOf } from './words-of.ts';

/** Base forms of regular verbs; their other forms follow by rule. No word that people give to a service. */
export const REGULAR_VERBS: ReadonlySet<string> = wordsOf(`
abort absorb accept access accompany account accumulate achieve acknowledge acquire act activate adapt add address
adjust admit adopt advance advertise affect age agree aim alert align allocate allow alter amount annotate announce
answer appear append apply appoint approach approve argue arise arrange arrive ask assign assist avoid associate assume attach
attempt authenticate authorize authorise await back balance base become behave belong bind block boot bother bounce
branch breach bridge bump bypass cache calculate call cancel capture carry cascade cause cease change charge check
choose cite claim clarify clash classify clean clear clone close cluster collect collide combine come command commit
compare compete compile complain complete comply compose compress compute conclude configure confirm conflict connect
consider consist constrain construct consult consume contain continue contradict contribute control convert
convey cooperate coordinate cope copy cordon correct correlate correspond corrupt count cover crash create cross damage
debug decide declare decline decrease decrypt dedicate default defer define degrade delay delegate delete deliver
demand deny depend deploy deprecate derive describe deserve designate desire destroy detach detect deteriorate
determine deviate diagnose differ direct disable disallow disappear disconnect discover disrupt distinguish distribute
divide document dominate download drain drop duplicate edit elapse elect eliminate empty enable encounter
encrypt end enforce engage enlarge ensure enter equal erase err error escape establish estimate evaluate evict evolve
examine exceed exchange exclude execute exercise exhaust exist exit expand expect expire explain expose express extend
extract face fail fall favor favour fetch fill filter finalize finalise finish fit fix flag float flood flow flush
focus follow force form format forward free freeze fulfil fulfill function gain gate gather generate govern grant
group guarantee guard guess guide halt hand handle hang happen harm heal help hesitate hide highlight hint hit hold
honor honour host identify ignore illustrate imitate implement imply import impose improve include increase
indicate infer influence inform inherit initialize initialise initiate inject input insert inspect install instruct
integrate intend interact interfere interpret interrupt introduce invalidate investigate invoke involve isolate issue
iterate join judge jump justify kill label lack last launch lead leak lengthen level lift limit line link list listen
load locate lock log look loop lower maintain manage manifest map mark match matter measure meet merge migrate mirror
misbehave misconfigure mismatch miss mistake mistype modify monitor mount move name narrow need negotiate
note notice notify number obey observe obstruct obtain occupy occur offer omit operate originate output overflow
overlap overload override overwhelm own pack parse pass patch pause perform permit persist pick place plan point
poll populate position possess postpone predict prefer prepare present preserve press prevent probe proceed process
produce program progress prohibit project prolong promise promote propagate propose protect prove provide
provision prune publish pull push qualify quarantine query queue quit quote raise reach react read realize realise
reappear reason reassign reboot rebuild recall receive reclaim recognize recognise recommend reconcile reconfigure
reconnect record recover recreate redeploy redirect reduce refer reference reflect refresh refuse regain register
reject relate relax release reload relocate rely remain remember remount remove rename render renew reopen repair
repeat replace replicate reply report represent request require reschedule reserve reset reside resize resolve respect
respond rest restart restore restrict result resume retain retry return reuse reveal revise revoke
roll rotate round route satisfy save scale scan schedule scope secure seem select separate serve settle share
shift shorten show shrink shut signal sign simplify simulate skip slow smooth solve specify spell split
spread stabilize stabilise stage stall start starve state stay step stop store stress stretch structure
struggle submit subtract succeed suffer suffice suggest suit supply support suppose suppress surpass surround survive
suspect suspend sustain switch synchronize synchronise tag taint target tell tend terminate test throttle tie
time tolerate total touch trace track transfer transform transition translate transmit traverse treat
trigger truncate trust try tune turn type unblock undergo uninstall unmount unpack unset update upgrade upload use
utilize utilise validate value vanish vary verify view violate wait want warn waste watch weaken wipe wish
wonder work worry worsen wrap yield
`);

/** Forms of irregular verbs, each as it stands. */
export const IRREGULAR_VERBS: ReadonlySet<string> = wordsOf(`
become becomes became becoming begin begins began begun beginning break breaks broke broken breaking bring brings
brought bringing build builds built building choose chooses chose chosen choosing come comes came coming cost costs
cut cuts cutting deal deals dealt draw draws drew drawn drive drives drove driven fall falls fell fallen falling feed
fed feel felt find finds found finding forbid forbids forbade forbidden forget forgets forgot forgotten freeze froze
frozen get gets got gotten getting give gives gave given giving go goes went gone going grow grows grew grown growing
hang hangs hung hanging hide hides hid hidden hit hits hitting hold holds held holding keep keeps kept keeping know
knows knew known knowing lead leads led leading leave leaves left leaving let lets letting lie lies lay lain lying lose
loses lost losing make makes made making mean means meant meaning meet meets met meeting mistake mistaken mistook
overwrite overwrites overwrote overwritten put puts putting quit quits read reads reading rewrite rewritten ride
rise rises rose risen rising run runs ran running say says said saying see sees saw seen seeing seek seeks sought send
sends sent sending set sets setting shrink shrank shrunk shut shuts shutting sit sits sat slide spend spends spent
spin spins spun split splits spread spreads stand stands stood standing stick sticks stuck sticking strike struck
take takes took taken taking tell tells told telling think thinks thought throw throws threw thrown throwing
understand understands understood undergo undergoes underwent undo undoes undid undone unset upset wake wakes woke
woken withdraw withdrew withdrawn write writes wrote written writing bind binds bound binding
withstand withstands withstood arise arises arose arisen misread mislead misled overrun overran override overrides
overrode overridden rebind rebuild rebuilt rerun reruns reran resend resent reset resets spell spells spelt misspelt
misspelled misspell misspells stop stopped
`);
