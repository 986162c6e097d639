/**
 * Common English words, sorted and unique. Prompts are built from them. For the tiny models each word, with the space before
 * it, is one token, so a prompt of N words has N tokens. A change here changes the tiny models.
 */
export const WORDS: readonly string[] = Object.freeze(
  `
able about above act add after again age air all alone along also among and any apple area arm art ask away
back bad ball bank base bear beat bed begin below best big bird black blood blue board boat body bone book
both box boy bread break bring broad brown build burn busy buy call came can car care carry case cat catch
chair child city clean clear climb close cloth cloud coast cold color come cook cool corn cost could count
cover cow cross cry dance dark day deal deep desk dog door down draw dream dress drink drive drop dry dust
each ear early earth east easy eat edge egg eight else end even ever every eye face fact fall far farm fast
feel few field fight fill find fine fire first fish five flat floor flow fly food foot for force form four
free fresh from front fruit full game gave get girl give glass gold good grand grass gray great green group
grow had half hand happy hard has hat have head hear heart heat heavy held help here high hill hold hole
home hope horse hot hour house how hunt ice idea iron job join jump just keep kept key kind king know lake
land large last late laugh law lay lead leaf learn least leave left leg less level life lift light like line
list live long look lost loud love low made main make man many map mark may mean meat meet metal might mile
milk mind money month moon more most mouth move much music must name near neck need never new next night
nine noon north nose note ocean off often oil old once one only open order other our out over own page paint
pair paper part pass past path pay piece place plain plan plane plant play point poor port pound power press
print pull push put queen quick quiet race rain raise range reach read ready red rest rich ride right ring
rise river road rock roll room root rope rose round row rule run safe sail salt same sand save say sea seat
seed seem sell send serve set seven shape sharp ship shop short shout show side sign sing sit six size skin
sky sleep slow small smell smile smoke snow soft soil some song soon sound south space speak speed spell
spend spoke stand star start state stay steam steel step stone stood stop store storm story study such sugar
sun sure swim table tail take talk tall taste teach team tell ten test than thank that the their them then
there these thick thin thing think third this those three throw time tiny told tone too tool top total touch
town track trade train tree true try turn two under unit until upon use very visit voice wait walk wall want
warm wash watch water wave way wear week well west wet what wheel when where which while white who whole why
wide wild will wind wing wire wise wish with wood word work world would write year yes young zero
`
    .trim()
    .split(/\s+/),
);
