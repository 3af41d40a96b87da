/** A made-up business that the demo companies buy from, or (when `side` is credit) that pays them. */
export interface Supplier {
  name: string
  label: string
  operation: 'card' | 'transfer' | 'direct_debit' | 'income' | 'qonto_fee'
  category: string
  vatRate: number
  cents: [min: number, max: number]
  street: string
  city: string
  items: string[]
  currency?: string
}

const card = (name: string, label: string, category: string, vatRate: number, cents: [number, number], street: string, city: string, items: string[], currency?: string): Supplier =>
  ({ name, label, operation: 'card', category, vatRate, cents, street, city, items, ...(currency ? { currency } : {}) })

const bank = (operation: Supplier['operation'], name: string, label: string, category: string, vatRate: number, cents: [number, number], street: string, city: string, items: string[]): Supplier =>
  ({ name, label, operation, category, vatRate, cents, street, city, items })

/** Money going out: shops, hotels, subscriptions, invoices. */
export const suppliers: readonly Supplier[] = [
  card('Papeterie Lumière', 'PAPETERIE LUMIERE', 'office_supply', 20, [690, 18900], '14 rue des Encriers', '69002 Lyon', ['Cahiers A5 lignés', 'Stylos gel bleus', 'Classeurs 8 cm', 'Papier 80 g, 5 ramettes', 'Cartouche noire XL']),
  card('Café des Halles', 'CAFE DES HALLES', 'restaurant_and_bar', 10, [480, 9800], '3 place du Marché', '44000 Nantes', ['Déjeuner du jour', 'Café allongé', 'Eau pétillante', 'Tarte aux pommes']),
  card('Taxi Étoile Bleue', 'TAXI ETOILE BLEUE', 'transport', 10, [1150, 8700], '92 quai Nord', '13002 Marseille', ['Course centre - gare', 'Supplément bagages']),
  card('TransRhône Rail', 'TRANSRHONE RAIL 8841', 'transport', 10, [2900, 24400], '1 parvis de la Gare', '38000 Grenoble', ['Billet 2e classe aller', 'Billet 2e classe retour', 'Réservation place']),
  card('Hôtel du Vieux Port', 'HOTEL DU VIEUX PORT', 'hotel_and_lodging', 10, [8900, 64000], '27 quai des Belges', '13001 Marseille', ['Chambre supérieure, par nuit', 'Petit déjeuner', 'Taxe de séjour']),
  card('Cloudberry Software', 'CLOUDBERRY*SUBSCR', 'online_service', 20, [900, 29900], '8 Harbour Lane', 'Dublin 2', ['Team plan, seat', 'Storage add-on', 'Priority support']),
  card('Nordlicht Hosting', 'NORDLICHT HOSTING GMBH', 'online_service', 20, [1190, 42000], 'Hafenstraße 41', '20457 Hamburg', ['Server M, monatlich', 'Sicherung 500 GB', 'Domain .example']),
  card('Imprimerie Châtelain', 'IMPRIMERIE CHATELAIN', 'marketing', 20, [4500, 88000], '5 impasse des Presses', '35000 Rennes', ['Affiches A2 quadri', 'Cartes de visite x500', 'Dépliants 3 volets']),
  card("Fournil d'Émile", "FOURNIL D'EMILE", 'restaurant_and_bar', 5.5, [320, 6400], '18 rue Basse', '59000 Lille', ['Plateau viennoiseries', 'Sandwich jambon beurre', "Jus d'orange pressé"]),
  card('Librairie Quai Sud', 'LIBRAIRIE QUAI SUD', 'office_supply', 5.5, [990, 13500], '6 quai Sud', '33000 Bordeaux', ['Manuel de typographie', 'Guide fiscal', 'Carnet de croquis']),
  card('Garage Lefèbvre', 'GARAGE LEFEBVRE SARL', 'vehicle', 20, [6400, 98000], '211 route de Dole', '21000 Dijon', ['Vidange et filtre', 'Pneu 205/55 R16', "Main d'œuvre, heure"]),
  card('Bäckerei Sönnichsen', 'BAECKEREI SOENNICHSEN', 'restaurant_and_bar', 5.5, [380, 5200], 'Am Markt 7', '24937 Flensburg', ['Brötchen gemischt', 'Käsekuchen', 'Filterkaffee']),
  card('Copy & Go', 'COPY AND GO 0042', 'office_supply', 20, [240, 4900], '40 cours Victor', '31000 Toulouse', ['Copies couleur A4', 'Reliure spirale', 'Scan grand format']),
  card('Harbour Coworking', 'HARBOUR COWORKING LTD', 'office_rental', 20, [2500, 39000], '77 Dock Street', 'London E1', ['Day pass', 'Meeting room, hour'], 'GBP'),
  card('Photo Núñez', 'PHOTO NUNEZ', 'hardware_and_equipment', 20, [3900, 189000], 'Calle del Faro 12', '08003 Barcelona', ['Objetivo 35 mm', 'Tarjeta SD 128 GB', 'Trípode ligero']),
  card('Parking Saint-Rémi', 'PKG SAINT REMI P2', 'transport', 20, [200, 4200], 'Place Saint-Rémi', '67000 Strasbourg', ['Stationnement']),
  bank('transfer', 'Pixel & Plume', 'PIXEL ET PLUME SAS', 'legal_and_accounting', 20, [45000, 420000], '9 rue du Moulin', '75011 Paris', ["Création d'identité visuelle", 'Maquette site, jour', 'Retouches photo']),
  bank('transfer', 'Atelier Bois & Co', 'ATELIER BOIS & CO', 'hardware_and_equipment', 20, [28000, 380000], '15 zone des Ormes', '74000 Annecy', ['Bureau chêne 160 cm', 'Étagère sur mesure', 'Livraison et montage']),
  bank('transfer', 'Cabinet Morel-Ott', 'CABINET MOREL-OTT', 'legal_and_accounting', 20, [36000, 180000], '2 avenue des Chartes', '67000 Strasbourg', ['Tenue comptable, mois', 'Déclaration de TVA', 'Conseil, heure']),
  bank('transfer', 'Loyer Immo Ponant', 'IMMO PONANT', 'office_rental', 20, [120000, 240000], '50 boulevard du Ponant', '29200 Brest', ['Loyer bureaux', 'Provision sur charges']),
  bank('direct_debit', 'Télécom Alizé', 'TELECOM ALIZE', 'utility', 20, [1999, 21900], '1 allée des Antennes', '06560 Valbonne', ['Fibre Pro 1 Gb/s', 'Ligne mobile', 'Adresse IP fixe']),
  bank('direct_debit', 'Énergie Verte Coop', 'ENERGIE VERTE COOP', 'utility', 20, [5400, 48000], '10 chemin du Vent', '12000 Rodez', ['Abonnement 9 kVA', 'Consommation kWh', 'Contribution réseau']),
  bank('direct_debit', 'Assurances Vigie', 'ASSURANCES VIGIE', 'insurance', 0, [4200, 52000], '31 place du Phare', '17000 La Rochelle', ['Responsabilité civile pro', 'Multirisque bureaux']),
  bank('qonto_fee', 'Qonto', 'Qonto', 'fees', 20, [900, 4900], '18 rue de Navarin', '75009 Paris', ['Monthly subscription']),
]

/** Money coming in; such transactions seldom carry a receipt. */
export const customers: readonly Supplier[] = [
  bank('income', 'Mairie de Belleroche', 'MAIRIE DE BELLEROCHE', 'sales', 20, [180000, 980000], '1 place de la Mairie', '42670 Belleroche', ['Campagne municipale']),
  bank('income', 'Grünwald Möbel', 'GRUENWALD MOEBEL', 'sales', 20, [90000, 640000], 'Parkallee 3', '28209 Bremen', ['Katalog Frühjahr']),
  bank('income', 'Vins Castelnau', 'VINS CASTELNAU', 'sales', 20, [60000, 410000], 'Domaine des Graves', '33650 Martillac', ['Étiquettes millésime']),
]
