use super::Plan;

/// Mexico, by the area code that mobile numbers have too; also with the 1 that stood before mobile numbers until 2019.
/// Towns at the northern border change their clocks as the United States do.
pub(super) const MEXICO: Plan = Plan {
    codes: "52 521",
    rest: Some("America/Mexico_City"),
    rows: &[
        ("America/Cancun", "983 984 987 998"),
        ("America/Mexico_City America/Cancun", "997"),
        ("America/Matamoros", "867 868 877 878 899"),
        ("America/Mexico_City America/Matamoros", "862 873 891 892 894 897"),
        ("America/Ciudad_Juarez", "656 657"),
        ("America/Chihuahua America/Ciudad_Juarez", "636"),
        ("America/Ojinaga America/Chihuahua", "626"),
        ("America/Mazatlan", "311 319 323 324 325 327 389 612 613 615 624 667-669 672 673 687 694-698"),
        ("America/Hermosillo", "622 623 631-634 637 638 641-645 647 651 662"),
        ("America/Hermosillo America/Tijuana", "653"),
        ("America/Tijuana", "616 646 658 661 663-665 686"),
    ],
};

/// Brazil, by the area code that mobile numbers have too.
pub(super) const BRAZIL: Plan = Plan {
    codes: "55",
    rest: Some("America/Sao_Paulo"),
    rows: &[
        ("America/Araguaina", "63"),
        ("America/Bahia", "71 73-75 77"),
        ("America/Maceio", "79 82"),
        ("America/Recife America/Noronha", "81"),
        ("America/Recife", "87"),
        ("America/Fortaleza", "83-86 88 89 98 99"),
        ("America/Belem", "91 93 94 96"),
        ("America/Campo_Grande", "67"),
        ("America/Cuiaba", "65 66"),
        ("America/Porto_Velho", "69"),
        ("America/Boa_Vista", "95"),
        ("America/Manaus", "92"),
        // The south-west of Amazonas is an hour behind Manaus.
        ("America/Manaus America/Eirunepe", "97"),
        ("America/Rio_Branco", "68"),
    ],
};

/// Country codes 5, and those of 29 that belong to the Americas.
pub(super) const SOUTH: Plan = Plan {
    codes: "",
    rest: None,
    rows: &[
        ("America/Aruba", "297"),
        ("America/Nuuk America/Thule America/Danmarkshavn", "299"),
        ("Atlantic/Stanley Atlantic/South_Georgia", "500"),
        ("America/Belize", "501"),
        ("America/Guatemala", "502"),
        ("America/El_Salvador", "503"),
        ("America/Tegucigalpa", "504"),
        ("America/Managua", "505"),
        ("America/Costa_Rica", "506"),
        ("America/Panama", "507"),
        ("America/Miquelon", "508"),
        ("America/Port-au-Prince", "509"),
        ("America/Lima", "51"),
        ("America/Havana", "53"),
        ("America/Argentina/Buenos_Aires", "54"),
        ("America/Santiago America/Punta_Arenas Pacific/Easter", "56"),
        ("America/Bogota", "57"),
        ("America/Caracas", "58"),
        ("America/Guadeloupe", "590"),
        ("America/La_Paz", "591"),
        ("America/Guyana", "592"),
        ("America/Guayaquil Pacific/Galapagos", "593"),
        ("America/Cayenne", "594"),
        ("America/Asuncion", "595"),
        ("America/Martinique", "596"),
        ("America/Paramaribo", "597"),
        ("America/Montevideo", "598"),
        ("America/Curacao", "599"),
    ],
};
