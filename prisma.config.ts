import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

// The CLI would download an engine binary; this script stands in for it (docs/decisions/0002-dependencies.md).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(new URL('./scripts/schema-engine.mjs', import.meta.url))

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
