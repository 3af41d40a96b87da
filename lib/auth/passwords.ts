import { hash, verify } from '@node-rs/argon2'
import { AppError } from '@/lib/errors'

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** argon2id hash of a password of 8 to 128 characters; no composition rules. @throws AppError `bad_input` outside these bounds. */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < 8 || password.length > 128) throw new AppError('bad_input', 'password length')
  return await hash(password, COST)
}

let decoy: Promise<string> | undefined

/** Compares a password with a hash. For an unknown account pass null: it takes the same time and answers false. */
export async function isPasswordRight(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash('a password that nobody has', COST)
  const isRight = await verify(passwordHash ?? (await decoy), password.slice(0, 128))
  return passwordHash !== null && password.length <= 128 && isRight
}
