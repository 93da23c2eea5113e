namespace IntegrationHub.Host.Audit;

/// <summary>The package's <c>verify.md</c>, in Swedish: how to check it, with the hub's program or without.</summary>
internal static class CheckingText
{
    /// <summary>The text.</summary>
    /// <param name="number">The case.</param>
    /// <param name="keyId">The key that signed the package.</param>
    public static string Of(string number, string keyId) => $$"""
        # Så kontrolleras paketet om ärende {{number}}

        Paketet kan kontrolleras utan tillgång till stadens system. Det är undertecknat med nyckeln `{{keyId}}`
        (`key.pem`). Jämför först nyckelns id med det som staden har lämnat tidigare på annan väg: `hub audit key` skriver ut det.

        ## Med programmet

            hub audit check DENNA-MAPP --key DEN-NYCKEL-NI-FICK-TIDIGARE.pem

        Svaret är 0 när allt stämmer. Annars står varje fel på en rad.

        ## Utan programmet

        1. **Filerna.** `manifest.json` har SHA-256 för varje fil; jämför med `sha256sum *`. Underskriften (`signature`, base64 av DER)
           gäller raderna: `integrationhub package 1`, `subject`, `asOf` (eller `-`), `at`, `events`, `keyId` och sedan en rad per fil, som
           `sha256sum` skriver den, i bokstavsordning. Tider skrivs med sju decimaler och `Z`. Varje rad slutar med radbrytning. Kontroll:
           `openssl dgst -sha256 -verify key.pem -signature signature.der text`.
        2. **Händelserna.** För varje rad i `events.jsonl`: lägg efter varandra sju fält, vart och ett efter sin längd i 4 byte:
           `ordinal` (8 byte), `stream`, `revision` (8 byte), `id` (16 byte i textens ordning), `type`, `data`, `metadata`.
           Tal har den högsta byten först, texter är UTF-8. SHA-256 av detta är händelsens löv (`leaf`) i `proof.json`. Händelsen med
           revision *i* är länk nummer `ordinals[i]` i kedjan; den finns i det avsnitt (`segments`) som börjar vid `first`.
        3. **Kedjan.** Börja i varje avsnitt med `hashBefore` och `storeHashBefore`, och gå genom `links`:
           `hash = SHA-256(hash, leaf)`; `storeHash = SHA-256(storeHash, leaf, position, recorded)`, de två sista med 8 byte vardera.
           `recorded` är tiden då händelsen skrevs, i enheter om 100 ns sedan 1970. Efter sista länken ska båda vara lika med kontrollpunktens.
        4. **Kontrollpunkten.** Underskriften gäller raderna: `integrationhub checkpoint 1`, `ordinal`, `hash`, `storeHash`, `position`, `at`
           (hela sekunder, `2026-11-24T08:00:00Z`), `keyId`; kontroll som ovan. Stämmer den med en kontrollpunkt som har förvarats utanför
           staden sedan dess, kan händelsen inte ha ändrats efter den tiden.

        ## Vad beviset gäller

        - `data` och `metadata` är exakt det som lagrades. Personuppgifter är krypterade där, så att de kan raderas utan att kedjan bryts.
        - `opened` visar samma händelse med personuppgifterna läsbara. Det, tidslinjen och sidan intygas av paketets underskrift, inte av kedjan.
        - Revisionerna börjar på 0 och saknar luckor: ingen händelse har utelämnats mellan den första och den sista i paketet.
        """;
}
